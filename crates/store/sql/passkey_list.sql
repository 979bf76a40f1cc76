-- The passkeys of one member of staff, oldest first.
SELECT id, name, content, made_at, used_at
FROM passkeys
WHERE staff_id = $1
ORDER BY made_at, id
