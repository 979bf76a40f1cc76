-- Every entry of the streams in JSON list $1.
SELECT s.id, s.pupil_id, e.sequence, e.made_by, e.made_on, e.made_at, e.content
FROM streams s
JOIN stream_entries e ON e.stream_id = s.id
WHERE s.id IN (SELECT unhex(value) FROM json_each($1))
ORDER BY s.id, e.sequence
