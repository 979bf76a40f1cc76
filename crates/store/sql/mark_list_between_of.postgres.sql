-- The marks of some pupils, given as a JSON list, in a span of days, oldest first.
SELECT position, pupil_id, day, note, kind, minutes, local_code, noted_at, noted_by
FROM marks
WHERE pupil_id IN (SELECT value::uuid FROM jsonb_array_elements_text($3::text::jsonb)) AND day BETWEEN $1 AND $2
ORDER BY position
