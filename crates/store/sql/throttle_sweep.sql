-- Forgets what began before $1 and blocks nobody any more at $2.
DELETE FROM throttles
WHERE first_at < $1 AND blocked_to < $2
