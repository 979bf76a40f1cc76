-- Takes away the enrolments of pupils, given as JSON rows with the first day the new ones begin on.
DELETE FROM enrolments e
USING jsonb_to_recordset($1::text::jsonb) AS r (pupil_id UUID, from_day DATE)
WHERE r.pupil_id = e.pupil_id AND e.from_day >= r.from_day
