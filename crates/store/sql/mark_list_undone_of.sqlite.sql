-- Of some pupils, given as a JSON list: who has a mark of an import that was undone, and the last such day.
SELECT pupil_id, max(day) AS day
FROM marks
WHERE pupil_id IN (SELECT unhex(value) FROM json_each($1))
    AND import_id IN (SELECT id FROM imports WHERE undone_at IS NOT NULL)
GROUP BY pupil_id
