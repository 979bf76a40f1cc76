-- Takes entry $1 of kind $2 away, when it still stands at sequence $3.
DELETE FROM directory
WHERE id = $1 AND kind = $2 AND sequence = $3
