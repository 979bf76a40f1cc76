-- The marks of some pupils, given as a JSON list, each pupil's in one text, oldest first; those of undone imports left out.
SELECT pupil_id, group_concat(day || ' ' || note || ' ' || kind, ' ' ORDER BY position) AS marks
FROM marks
WHERE pupil_id IN (SELECT unhex(value) FROM json_each($1))
    AND (import_id IS NULL OR import_id NOT IN (SELECT id FROM imports WHERE undone_at IS NOT NULL))
GROUP BY pupil_id
