-- Takes away which class it was for everything of kind $1 that has not been written in since $2.
DELETE FROM class_records
WHERE id IN (
    SELECT s.id
    FROM streams s
    WHERE s.kind = $1 AND NOT EXISTS (SELECT 1 FROM stream_entries e WHERE e.stream_id = s.id AND e.made_on >= $2)
)
