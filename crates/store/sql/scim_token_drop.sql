-- Takes a secret by which another keeps accounts back.
DELETE FROM scim_tokens
WHERE id = $1
