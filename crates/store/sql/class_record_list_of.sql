-- Every entry of everything in the record of class $1, the oldest first.
SELECT s.id, s.pupil_id, e.sequence, e.made_by, e.made_on, e.made_at, e.content
FROM class_records r
JOIN streams s ON s.id = r.id
JOIN stream_entries e ON e.stream_id = s.id
WHERE r.class_id = $1
ORDER BY s.begun_on, s.id, e.sequence
