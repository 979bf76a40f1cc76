-- Keeps households given as JSON rows.
INSERT INTO households (id, external_id)
SELECT r.id, r.external_id
FROM jsonb_to_recordset($1::text::jsonb) AS r (id UUID, external_id TEXT)
ON CONFLICT (id) DO NOTHING
