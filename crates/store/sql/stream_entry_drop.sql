-- Throws away what stands in stream $1.
DELETE FROM stream_entries
WHERE stream_id = $1
