-- One member of staff.
SELECT id, username, name, password_hash, disabled_at, demo
FROM staff
WHERE id = $1
