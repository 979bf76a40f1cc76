-- Takes away the enrolments of pupils, given as JSON rows with the first day the new ones begin on.
DELETE FROM enrolments
WHERE EXISTS (
    SELECT 1
    FROM json_each($1)
    WHERE unhex(value ->> 'pupil_id') = enrolments.pupil_id AND enrolments.from_day >= value ->> 'from_day'
)
