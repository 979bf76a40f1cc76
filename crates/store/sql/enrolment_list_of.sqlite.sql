-- The enrolments of some pupils, given as a JSON list, each pupil's in one text: class, first and last day.
SELECT pupil_id,
       group_concat(lower(hex(class_id)) || ' ' || from_day || ' ' || COALESCE(to_day, '-'), ' ' ORDER BY from_day) AS stays
FROM enrolments
WHERE pupil_id IN (SELECT unhex(value) FROM json_each($1))
GROUP BY pupil_id
