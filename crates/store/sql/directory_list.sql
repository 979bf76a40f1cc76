-- The entries of kind $1 as they stand.
SELECT id, school_id, staff_id, sequence, content, changed_by, changed_at
FROM directory
WHERE kind = $1
ORDER BY id
