-- Keeps enrolments given as JSON rows.
INSERT INTO enrolments (pupil_id, class_id, from_day, to_day)
SELECT r.pupil_id, r.class_id, r.from_day, r.to_day
FROM jsonb_to_recordset($1::text::jsonb) AS r (pupil_id UUID, class_id UUID, from_day DATE, to_day DATE)
