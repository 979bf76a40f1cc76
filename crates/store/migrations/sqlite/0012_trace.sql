-- The audit trail says from where, each entry carries its own seal, a batch knows which entries it holds, and what was
-- once written can be neither changed nor taken out, but for batches whose time is over.

ALTER TABLE audit_entries ADD COLUMN address TEXT;
ALTER TABLE audit_entries ADD COLUMN seal BLOB;
ALTER TABLE audit_seals ADD COLUMN sequences BLOB;
ALTER TABLE audit_seals ADD COLUMN entries_hash BLOB;
ALTER TABLE audit_seals ADD COLUMN expired_at INTEGER;

CREATE TRIGGER audit_entries_unchanged BEFORE UPDATE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is only ever added to');
END;
CREATE TRIGGER audit_entries_kept BEFORE DELETE ON audit_entries
WHEN NOT EXISTS (
    SELECT 1 FROM audit_seals s
    WHERE s.segment_id = OLD.segment_id AND OLD.sequence BETWEEN s.first_sequence AND s.last_sequence
        AND s.expired_at IS NOT NULL)
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is only ever added to');
END;
CREATE TRIGGER audit_seals_kept BEFORE DELETE ON audit_seals
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is only ever added to');
END;
