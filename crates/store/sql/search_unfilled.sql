-- Entries of cases and views whose words cannot be searched yet, the oldest first.
SELECT s.kind, s.id, s.pupil_id, e.sequence, e.content
FROM streams s
JOIN stream_entries e ON e.stream_id = s.id
LEFT JOIN search_entries x ON x.stream_id = e.stream_id AND x.sequence = e.sequence
WHERE s.kind IN ('case', 'view') AND x.id IS NULL
ORDER BY e.made_at, s.id, e.sequence
