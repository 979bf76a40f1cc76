-- Entries of the audit trail before an instant, newest first, at most $2.
SELECT segment_id, sequence, at, staff_id, action, what, ground, policy, subjects, address, seal
FROM audit_entries
WHERE at < $1
ORDER BY at DESC, segment_id, sequence DESC
LIMIT $2
