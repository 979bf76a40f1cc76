-- Erases the cases about pupil $1.
DELETE FROM cases
WHERE pupil_id = $1
