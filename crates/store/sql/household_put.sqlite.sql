-- Keeps households given as JSON rows.
INSERT INTO households (id, external_id)
SELECT unhex(value ->> 'id'), value ->> 'external_id'
FROM json_each($1)
WHERE true
ON CONFLICT (id) DO NOTHING
