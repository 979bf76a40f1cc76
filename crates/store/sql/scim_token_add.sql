-- A secret by which another keeps accounts.
INSERT INTO scim_tokens (id, name, token_hash, made_at, made_by, used_at)
VALUES ($1, $2, $3, $4, $5, NULL)
