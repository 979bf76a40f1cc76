-- Takes every passkey of a member of staff away.
DELETE FROM passkeys
WHERE staff_id = $1
