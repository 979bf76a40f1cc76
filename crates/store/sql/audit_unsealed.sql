-- Entries written before $1 that no seal covers.
SELECT e.segment_id, e.sequence, e.at, e.staff_id, e.action, e.what, e.ground, e.policy, e.subjects
FROM audit_entries e
WHERE e.at < $1 AND e.sequence > COALESCE(
    (SELECT MAX(s.last_sequence) FROM audit_seals s WHERE s.segment_id = e.segment_id), 0)
ORDER BY e.segment_id, e.sequence
