-- Keeps schools given as JSON rows; who writes the register stays as it is.
INSERT INTO schools (id, external_id, name, kind, provision, calendar_id, municipality_code, register_by)
SELECT unhex(value ->> 'id'), value ->> 'external_id', value ->> 'name', value ->> 'kind', value ->> 'provision',
       unhex(value ->> 'calendar_id'), value ->> 'municipality_code', value ->> 'register_by'
FROM json_each($1)
WHERE true
ON CONFLICT (id) DO UPDATE
SET name = excluded.name, kind = excluded.kind, provision = excluded.provision, calendar_id = excluded.calendar_id,
    municipality_code = excluded.municipality_code
