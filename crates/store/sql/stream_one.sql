-- Every entry of stream $1 of kind $2, oldest first.
SELECT s.id, s.pupil_id, e.sequence, e.made_by, e.made_on, e.made_at, e.content
FROM streams s
JOIN stream_entries e ON e.stream_id = s.id
WHERE s.id = $1 AND s.kind = $2
ORDER BY e.sequence
