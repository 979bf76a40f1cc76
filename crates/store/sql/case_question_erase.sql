-- Erases which questions wait in the cases about pupil $1.
DELETE FROM case_questions
WHERE case_id IN (SELECT id FROM cases WHERE pupil_id = $1)
