-- Erases the streams about a pupil.
DELETE FROM streams
WHERE pupil_id = $1
