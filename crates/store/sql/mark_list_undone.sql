-- Every pupil with a mark of an import that was undone, and the last such day.
SELECT pupil_id, max(day) AS day
FROM marks
WHERE import_id IN (SELECT id FROM imports WHERE undone_at IS NOT NULL)
GROUP BY pupil_id
