-- Cases in which a shorter timetable was ever agreed, oldest first.
SELECT DISTINCT c.id, c.opened_on
FROM cases c
JOIN stream_entries e ON e.stream_id = c.id
WHERE e.content LIKE '%"reduced_timetable"%'
ORDER BY c.opened_on, c.id
