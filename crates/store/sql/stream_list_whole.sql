-- Every entry of every stream about pupil $1, stream by stream, oldest first, with kind and author.
SELECT s.kind, s.id, e.sequence, e.made_by, e.made_on, e.made_at, e.content
FROM streams s
JOIN stream_entries e ON e.stream_id = s.id
WHERE s.pupil_id = $1
ORDER BY s.begun_on, s.id, e.sequence
