-- Keeps school days given as JSON rows.
INSERT INTO calendar_days (calendar_id, day)
SELECT r.calendar_id, r.day
FROM jsonb_to_recordset($1::text::jsonb) AS r (calendar_id UUID, day DATE)
ON CONFLICT (calendar_id, day) DO NOTHING
