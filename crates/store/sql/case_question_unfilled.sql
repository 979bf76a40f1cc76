-- Cases that run and have asked somebody something, oldest first.
SELECT DISTINCT c.id, c.opened_on
FROM cases c
JOIN stream_entries e ON e.stream_id = c.id
WHERE c.closed_on IS NULL AND e.content LIKE '%"contribution_asked"%'
ORDER BY c.opened_on, c.id
