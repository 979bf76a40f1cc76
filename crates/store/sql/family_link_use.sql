-- Uses a link up; nothing when it is unknown, used or too old.
UPDATE family_links
SET used_at = $2
WHERE token_hash = $1 AND used_at IS NULL AND ends_at > $2
