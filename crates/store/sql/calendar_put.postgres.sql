-- Keeps calendars given as JSON rows.
INSERT INTO calendars (id, external_id, name)
SELECT r.id, r.external_id, r.name
FROM jsonb_to_recordset($1::text::jsonb) AS r (id UUID, external_id TEXT, name TEXT)
ON CONFLICT (id) DO UPDATE SET name = excluded.name
