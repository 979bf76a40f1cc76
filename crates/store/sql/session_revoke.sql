-- Ends one session of a member of staff.
UPDATE sessions
SET revoked_at = $3
WHERE id = $1 AND staff_id = $2 AND revoked_at IS NULL
