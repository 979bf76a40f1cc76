-- Entries of segment $1 from $2 to $3.
SELECT segment_id, sequence, at, staff_id, action, what, ground, policy, subjects, address, seal
FROM audit_entries
WHERE segment_id = $1 AND sequence BETWEEN $2 AND $3
ORDER BY sequence
