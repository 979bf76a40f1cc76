-- A link that makes the first administrator, once.
INSERT INTO first_links (token_hash, made_at, ends_at, used_at)
VALUES ($1, $2, $3, NULL)
