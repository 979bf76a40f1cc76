-- Ends every session of a member of staff; what others vouched with goes.
UPDATE sessions
SET revoked_at = $2, id_token = NULL
WHERE staff_id = $1 AND revoked_at IS NULL
