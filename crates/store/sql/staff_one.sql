-- One member of staff.
SELECT id, username, name, password_hash, disabled_at, demo, family
FROM staff
WHERE id = $1
