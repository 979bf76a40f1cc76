-- Every pupil's marks in one text, oldest first; those of undone imports left out.
SELECT pupil_id, string_agg(day::text || ' ' || note || ' ' || kind, ' ' ORDER BY position) AS marks
FROM marks
WHERE (import_id IS NULL OR import_id NOT IN (SELECT id FROM imports WHERE undone_at IS NOT NULL))
GROUP BY pupil_id
