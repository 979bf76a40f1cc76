-- Throws stream $1 of kind $2 away.
DELETE FROM streams
WHERE id = $1 AND kind = $2
