-- Takes entry $1 of kind $2 away.
DELETE FROM directory
WHERE id = $1 AND kind = $2
