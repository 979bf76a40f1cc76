-- How many streams of kind $1 have not been written in since $2.
SELECT COUNT(*) AS count
FROM streams s
WHERE s.kind = $1 AND NOT EXISTS (SELECT 1 FROM stream_entries e WHERE e.stream_id = s.id AND e.made_on >= $2)
