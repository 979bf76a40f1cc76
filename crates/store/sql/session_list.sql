-- Sign-ins of one member of staff that are whole and have not ended by $2, newest first.
SELECT id, made_at, seen_at, ends_at, address, user_agent
FROM sessions
WHERE staff_id = $1 AND revoked_at IS NULL AND ends_at > $2 AND seen_at > $3 AND level > 0
ORDER BY seen_at DESC
