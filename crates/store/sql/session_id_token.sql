-- The token another vouched for a session with, while the session lasts.
SELECT id_token
FROM sessions
WHERE id = $1 AND revoked_at IS NULL
