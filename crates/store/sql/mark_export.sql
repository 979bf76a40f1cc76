-- The log of marks after position $1 up to position $2, oldest first, at most $3 rows; those of undone imports left out.
SELECT m.position, m.pupil_id, m.day, m.note, m.kind, m.minutes, m.local_code, m.noted_at,
       COALESCE(m.noted_by, s.username) AS noted_by, m.recorded_at
FROM marks m
LEFT JOIN staff s ON s.id = m.recorded_by AND m.import_id IS NULL
WHERE m.position > $1 AND m.position <= $2
    AND (m.import_id IS NULL OR m.import_id NOT IN (SELECT id FROM imports WHERE undone_at IS NOT NULL))
ORDER BY m.position
LIMIT $3
