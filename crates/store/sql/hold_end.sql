-- Ends a hold.
UPDATE legal_holds
SET ended_by = $2, ended_at = $3
WHERE id = $1 AND ended_at IS NULL
