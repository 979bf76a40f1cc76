-- Erases who took part in the cases about pupil $1.
DELETE FROM case_people
WHERE case_id IN (SELECT id FROM cases WHERE pupil_id = $1)
