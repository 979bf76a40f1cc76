-- A secret by which another keeps accounts was used.
UPDATE scim_tokens
SET used_at = $2
WHERE token_hash = $1
