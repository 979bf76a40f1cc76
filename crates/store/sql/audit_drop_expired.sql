-- Takes out the entries of the trail whose time is over.
DELETE FROM audit_entries
WHERE EXISTS (
    SELECT 1 FROM audit_seals s
    WHERE s.segment_id = audit_entries.segment_id
        AND audit_entries.sequence BETWEEN s.first_sequence AND s.last_sequence
        AND s.expired_at IS NOT NULL)
