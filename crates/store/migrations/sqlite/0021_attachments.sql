-- Papers and pictures in a case, sealed with a key outside the database.

CREATE TABLE attachments (
    id BLOB NOT NULL PRIMARY KEY,
    pupil_id BLOB NOT NULL REFERENCES pupils (id),
    case_id BLOB NOT NULL,
    name BLOB NOT NULL,
    kind TEXT NOT NULL,
    size INTEGER NOT NULL,
    content BLOB,
    made_by BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    removed_by BLOB,
    removed_at INTEGER
) STRICT;
CREATE INDEX attachments_case ON attachments (case_id);
CREATE INDEX attachments_pupil ON attachments (pupil_id);
