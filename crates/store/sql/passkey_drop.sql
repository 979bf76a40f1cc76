-- Takes one passkey of a member of staff away.
DELETE FROM passkeys
WHERE id = $1 AND staff_id = $2
