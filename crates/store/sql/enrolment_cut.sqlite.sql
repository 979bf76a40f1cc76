-- Ends the enrolments of pupils the day before the new ones begin, given as JSON rows.
UPDATE enrolments
SET to_day = r.before
FROM (SELECT unhex(value ->> 'pupil_id') AS pupil_id, value ->> 'from_day' AS from_day, value ->> 'before' AS before FROM json_each($1)) AS r
WHERE enrolments.pupil_id = r.pupil_id AND enrolments.from_day < r.from_day
    AND (enrolments.to_day IS NULL OR enrolments.to_day >= r.from_day)
