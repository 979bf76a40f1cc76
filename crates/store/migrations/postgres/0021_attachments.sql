-- Papers and pictures in a case, sealed with a key outside the database.

CREATE TABLE attachments (
    id UUID NOT NULL PRIMARY KEY,
    pupil_id UUID NOT NULL REFERENCES pupils (id),
    case_id UUID NOT NULL,
    name BYTEA NOT NULL,
    kind TEXT NOT NULL,
    size BIGINT NOT NULL,
    content BYTEA,
    made_by UUID NOT NULL,
    made_at BIGINT NOT NULL,
    removed_by UUID,
    removed_at BIGINT
);
CREATE INDEX attachments_case ON attachments (case_id);
CREATE INDEX attachments_pupil ON attachments (pupil_id);
