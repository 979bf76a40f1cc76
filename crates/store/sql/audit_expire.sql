-- The seals made before $2 outlive their entries from now on ($1).
UPDATE audit_seals
SET expired_at = $1
WHERE sealed_at < $2 AND expired_at IS NULL
