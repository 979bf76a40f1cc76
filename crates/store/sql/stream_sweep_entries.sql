-- Takes away what stands in the streams of kind $1 that have not been written in since $2.
DELETE FROM stream_entries
WHERE stream_id IN (
    SELECT s.id
    FROM streams s
    WHERE s.kind = $1 AND NOT EXISTS (SELECT 1 FROM stream_entries e WHERE e.stream_id = s.id AND e.made_on >= $2)
)
