-- Of some pupils, given as a JSON list: who has a mark of an import that was undone, and the last such day.
SELECT pupil_id, max(day) AS day
FROM marks
WHERE pupil_id IN (SELECT value::uuid FROM jsonb_array_elements_text($1::text::jsonb))
    AND import_id IN (SELECT id FROM imports WHERE undone_at IS NOT NULL)
GROUP BY pupil_id
