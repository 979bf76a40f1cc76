-- Erases what happened in the streams about a pupil.
DELETE FROM stream_entries
WHERE stream_id IN (SELECT id FROM streams WHERE pupil_id = $1)
