-- Ends every session of a member of staff.
UPDATE sessions
SET revoked_at = $2
WHERE staff_id = $1 AND revoked_at IS NULL
