-- Keeps calendars given as JSON rows.
INSERT INTO calendars (id, external_id, name)
SELECT unhex(value ->> 'id'), value ->> 'external_id', value ->> 'name'
FROM json_each($1)
WHERE true
ON CONFLICT (id) DO UPDATE SET name = excluded.name
