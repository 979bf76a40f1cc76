-- Every entry of everything in the record of any class that is to be looked at again on $1 or before.
SELECT s.id, s.pupil_id, e.sequence, e.made_by, e.made_on, e.made_at, e.content
FROM class_records r
JOIN streams s ON s.id = r.id
JOIN stream_entries e ON e.stream_id = s.id
WHERE r.due_on <= $1
ORDER BY r.due_on, s.id, e.sequence
