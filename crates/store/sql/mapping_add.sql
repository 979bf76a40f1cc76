-- A version of a saved column mapping.
INSERT INTO mappings (id, sequence, name, content, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6)
