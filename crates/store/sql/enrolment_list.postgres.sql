-- Every pupil's enrolments in one text: class, first and last day, oldest first.
SELECT pupil_id,
       string_agg(replace(class_id::text, '-', '') || ' ' || from_day::text || ' ' || COALESCE(to_day::text, '-'), ' ' ORDER BY from_day) AS stays
FROM enrolments
GROUP BY pupil_id
