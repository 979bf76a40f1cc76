-- The member of staff with a username.
SELECT id, username, name, password_hash, disabled_at, demo, family
FROM staff
WHERE username = $1
