-- Closes or opens an account.
UPDATE staff
SET disabled_at = $2
WHERE id = $1
