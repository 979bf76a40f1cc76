-- Every school.
SELECT id, external_id, name, kind, provision, calendar_id, municipality_code, register_by
FROM schools
ORDER BY id
