-- Erases the part days of a pupil.
DELETE FROM partials
WHERE pupil_id = $1
