-- A person has seen what had changed up to an instant.
UPDATE sign_in_changes
SET seen_at = $2
WHERE staff_id = $1 AND seen_at IS NULL AND made_at <= $2
