-- A passkey was used.
UPDATE passkeys
SET content = $3, used_at = $4
WHERE id = $1 AND staff_id = $2
