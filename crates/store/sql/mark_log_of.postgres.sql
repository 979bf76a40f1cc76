-- The whole log of some pupils, given as a JSON list, oldest first, with when each row came; undone imports too.
SELECT pupil_id, day, note, kind, recorded_at
FROM marks
WHERE pupil_id IN (SELECT value::uuid FROM jsonb_array_elements_text($1::text::jsonb))
ORDER BY position
