-- The secrets by which others keep accounts, oldest first.
SELECT id, name, made_at, used_at
FROM scim_tokens
ORDER BY made_at, id
