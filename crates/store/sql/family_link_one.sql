-- The link of a secret, while it can be used at $2.
SELECT id, pupil_id, role, name, ends_at
FROM family_links
WHERE token_hash = $1 AND used_at IS NULL AND ends_at > $2
