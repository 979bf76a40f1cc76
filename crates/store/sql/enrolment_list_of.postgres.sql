-- The enrolments of some pupils, given as a JSON list, each pupil's in one text: class, first and last day.
SELECT pupil_id,
       string_agg(replace(class_id::text, '-', '') || ' ' || from_day::text || ' ' || COALESCE(to_day::text, '-'), ' ' ORDER BY from_day) AS stays
FROM enrolments
WHERE pupil_id IN (SELECT value::uuid FROM jsonb_array_elements_text($1::text::jsonb))
GROUP BY pupil_id
