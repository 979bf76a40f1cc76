-- Ends one session of a member of staff; what another vouched with goes.
UPDATE sessions
SET revoked_at = $3, id_token = NULL
WHERE id = $1 AND staff_id = $2 AND revoked_at IS NULL
