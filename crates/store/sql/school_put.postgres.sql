-- Keeps schools given as JSON rows; who writes the register stays as it is.
INSERT INTO schools (id, external_id, name, kind, provision, calendar_id, municipality_code, register_by)
SELECT r.id, r.external_id, r.name, r.kind, r.provision, r.calendar_id, r.municipality_code, r.register_by
FROM jsonb_to_recordset($1::text::jsonb) AS r (
    id UUID, external_id TEXT, name TEXT, kind TEXT, provision TEXT, calendar_id UUID, municipality_code TEXT,
    register_by TEXT
)
ON CONFLICT (id) DO UPDATE
SET name = excluded.name, kind = excluded.kind, provision = excluded.provision, calendar_id = excluded.calendar_id,
    municipality_code = excluded.municipality_code
