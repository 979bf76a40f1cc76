-- One entry of the audit trail.
SELECT segment_id, sequence, at, staff_id, action, what, ground, policy, subjects, address, seal
FROM audit_entries
WHERE segment_id = $1 AND sequence = $2
