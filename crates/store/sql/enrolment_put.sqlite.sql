-- Keeps enrolments given as JSON rows.
INSERT INTO enrolments (pupil_id, class_id, from_day, to_day)
SELECT unhex(value ->> 'pupil_id'), unhex(value ->> 'class_id'), value ->> 'from_day', value ->> 'to_day'
FROM json_each($1)
