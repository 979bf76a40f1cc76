-- A link that gives somebody of a family access, once.
INSERT INTO family_links (id, token_hash, pupil_id, role, name, reason, made_at, made_by, ends_at, used_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL)
