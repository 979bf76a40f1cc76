-- Entries written before $1 that no seal covers.
SELECT e.segment_id, e.sequence, e.at, e.staff_id, e.action, e.what, e.ground, e.policy, e.subjects, e.address, e.seal
FROM audit_segments g
JOIN audit_entries e ON e.segment_id = g.id AND e.sequence > COALESCE(
    (SELECT MAX(s.last_sequence) FROM audit_seals s WHERE s.segment_id = g.id), 0)
WHERE e.at < $1
ORDER BY e.segment_id, e.sequence
