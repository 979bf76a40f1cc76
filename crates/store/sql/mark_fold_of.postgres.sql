-- The marks of some pupils, given as a JSON list, each pupil's in one text, oldest first; those of undone imports left out.
SELECT pupil_id, string_agg(day::text || ' ' || note || ' ' || kind, ' ' ORDER BY position) AS marks
FROM marks
WHERE pupil_id IN (SELECT value::uuid FROM jsonb_array_elements_text($1::text::jsonb))
    AND (import_id IS NULL OR import_id NOT IN (SELECT id FROM imports WHERE undone_at IS NOT NULL))
GROUP BY pupil_id
