-- The settings as they stand.
SELECT s.name, s.sequence, s.value, s.set_at, s.set_by
FROM settings s
WHERE s.sequence = (SELECT MAX(t.sequence) FROM settings t WHERE t.name = s.name)
ORDER BY s.name
