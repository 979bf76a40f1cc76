-- An import was done.
INSERT INTO imports (id, made_at, made_by, file_name, file_hash, mapping_id, mapping_version, reach, counts, problems, undone_at, undone_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, NULL)
