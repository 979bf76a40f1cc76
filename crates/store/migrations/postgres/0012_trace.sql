-- The audit trail says from where, each entry carries its own seal, a batch knows which entries it holds, and what was
-- once written can be neither changed nor taken out, but for batches whose time is over.

ALTER TABLE audit_entries ADD COLUMN address TEXT;
ALTER TABLE audit_entries ADD COLUMN seal BYTEA;
ALTER TABLE audit_seals ADD COLUMN sequences BYTEA;
ALTER TABLE audit_seals ADD COLUMN entries_hash BYTEA;
ALTER TABLE audit_seals ADD COLUMN expired_at BIGINT;

CREATE FUNCTION audit_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is only ever added to';
END
$$;
CREATE FUNCTION audit_only_expired() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM audit_seals s
        WHERE s.segment_id = OLD.segment_id AND OLD.sequence BETWEEN s.first_sequence AND s.last_sequence
            AND s.expired_at IS NOT NULL) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the audit trail is only ever added to';
END
$$;
CREATE TRIGGER audit_entries_unchanged BEFORE UPDATE ON audit_entries
FOR EACH ROW EXECUTE FUNCTION audit_only_added();
CREATE TRIGGER audit_entries_kept BEFORE DELETE ON audit_entries
FOR EACH ROW EXECUTE FUNCTION audit_only_expired();
CREATE TRIGGER audit_seals_kept BEFORE DELETE ON audit_seals
FOR EACH ROW EXECUTE FUNCTION audit_only_added();
