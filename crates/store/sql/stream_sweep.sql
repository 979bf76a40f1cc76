-- Takes away the streams of kind $1 in which nothing stands any more.
DELETE FROM streams
WHERE kind = $1 AND NOT EXISTS (SELECT 1 FROM stream_entries e WHERE e.stream_id = streams.id)
