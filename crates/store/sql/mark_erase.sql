-- Erases the marks of a pupil.
DELETE FROM marks
WHERE pupil_id = $1
