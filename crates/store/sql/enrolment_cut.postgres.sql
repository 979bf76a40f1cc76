-- Ends the enrolments of pupils the day before the new ones begin, given as JSON rows.
UPDATE enrolments e
SET to_day = r.before
FROM jsonb_to_recordset($1::text::jsonb) AS r (pupil_id UUID, from_day DATE, before DATE)
WHERE e.pupil_id = r.pupil_id AND e.from_day < r.from_day AND (e.to_day IS NULL OR e.to_day >= r.from_day)
