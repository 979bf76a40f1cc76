-- A new account of a parent or a child.
INSERT INTO staff (id, username, name, password_hash, disabled_at, demo, made_at, family)
VALUES ($1, $2, $3, $4, NULL, $5, $6, TRUE)
