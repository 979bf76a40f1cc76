-- Every entry of the streams in JSON list $1.
SELECT s.id, s.pupil_id, e.sequence, e.made_by, e.made_on, e.made_at, e.content
FROM streams s
JOIN stream_entries e ON e.stream_id = s.id
WHERE s.id IN (SELECT value::uuid FROM jsonb_array_elements_text($1::text::jsonb))
ORDER BY s.id, e.sequence
