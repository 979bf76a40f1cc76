-- Whether a link could still be used at $2.
SELECT COUNT(*) AS count
FROM first_links
WHERE token_hash = $1 AND used_at IS NULL AND ends_at > $2
