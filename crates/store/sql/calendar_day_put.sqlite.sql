-- Keeps school days given as JSON rows.
INSERT INTO calendar_days (calendar_id, day)
SELECT unhex(value ->> 'calendar_id'), value ->> 'day'
FROM json_each($1)
WHERE true
ON CONFLICT (calendar_id, day) DO NOTHING
