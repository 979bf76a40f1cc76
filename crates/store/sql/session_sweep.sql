-- Takes away sessions that ended before an instant.
DELETE FROM sessions
WHERE ends_at < $1
