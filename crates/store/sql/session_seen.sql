-- A session was used.
UPDATE sessions
SET seen_at = $2
WHERE id = $1
