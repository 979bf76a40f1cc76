-- Every pupil's enrolments in one text: class, first and last day, oldest first.
SELECT pupil_id,
       group_concat(lower(hex(class_id)) || ' ' || from_day || ' ' || COALESCE(to_day, '-'), ' ' ORDER BY from_day) AS stays
FROM enrolments
GROUP BY pupil_id
