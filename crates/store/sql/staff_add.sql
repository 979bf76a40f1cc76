-- A new member of staff.
INSERT INTO staff (id, username, name, password_hash, disabled_at, demo, made_at)
VALUES ($1, $2, $3, $4, NULL, $5, $6)
