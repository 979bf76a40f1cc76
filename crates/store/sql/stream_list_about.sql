-- Everything anybody did or wrote about pupil $1, stream by stream, oldest first, with who.
SELECT s.id, s.kind, e.sequence, e.made_at, e.content, p.name AS made_name
FROM streams s
JOIN stream_entries e ON e.stream_id = s.id
LEFT JOIN staff p ON p.id = e.made_by
WHERE s.pupil_id = $1
ORDER BY s.begun_on, s.id, e.sequence
