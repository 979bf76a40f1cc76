-- Erases who opened what in the cases about pupil $1.
DELETE FROM case_openings
WHERE case_id IN (SELECT id FROM cases WHERE pupil_id = $1)
