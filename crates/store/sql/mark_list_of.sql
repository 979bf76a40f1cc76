-- Every mark of one pupil in a span, oldest first, with who recorded it.
SELECT m.position, m.day, m.note, m.kind, m.minutes, m.local_code, m.noted_at, m.noted_by, m.recorded_at,
       m.recorded_by, s.name AS recorded_name, m.reason, m.import_id, m.replaces
FROM marks m
LEFT JOIN staff s ON s.id = m.recorded_by
WHERE m.pupil_id = $1 AND m.day BETWEEN $2 AND $3
ORDER BY m.position
