-- Says anew what entry $1 of kind $2 says, when it still stands at sequence $3.
UPDATE directory
SET sequence = sequence + 1, content = $4, changed_by = $5, changed_at = $6
WHERE id = $1 AND kind = $2 AND sequence = $3
