-- The one entry of every stream of kind $1 that has been begun and not gone on, oldest first.
SELECT s.id, s.pupil_id, e.sequence, e.made_by, e.made_on, e.made_at, e.content
FROM streams s
JOIN stream_entries e ON e.stream_id = s.id
WHERE s.kind = $1 AND NOT EXISTS (SELECT 1 FROM stream_entries l WHERE l.stream_id = s.id AND l.sequence > 1)
ORDER BY s.begun_on, s.id, e.sequence
