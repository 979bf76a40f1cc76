-- Every entry of every stream of kind $1 that person $2 has begun, stream by stream, oldest first.
SELECT s.id, s.pupil_id, e.sequence, e.made_by, e.made_on, e.made_at, e.content
FROM streams s
JOIN stream_entries e ON e.stream_id = s.id
WHERE s.kind = $1
  AND EXISTS (SELECT 1 FROM stream_entries f WHERE f.stream_id = s.id AND f.sequence = 1 AND f.made_by = $2)
ORDER BY s.begun_on, s.id, e.sequence
