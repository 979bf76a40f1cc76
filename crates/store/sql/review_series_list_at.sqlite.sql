-- Every entry of the review series (streams of kind $1) that look at some schools and classes, given as a JSON list.
SELECT s.id, s.pupil_id, e.sequence, e.made_by, e.made_on, e.made_at, e.content
FROM stream_entries f
JOIN streams s ON s.id = f.stream_id
JOIN stream_entries e ON e.stream_id = s.id
WHERE f.sequence = 1 AND json_extract(f.content, '$.place.id') IN (SELECT value FROM json_each($2)) AND +s.kind = $1
ORDER BY s.begun_on, s.id, e.sequence
