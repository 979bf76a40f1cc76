-- What staff look up to find somebody to ask: people of schools, teams, specialists outside. Each as it stands now; what was
-- written before is not kept.

CREATE TABLE directory (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    school_id BLOB REFERENCES schools (id),
    staff_id BLOB REFERENCES staff (id),
    sequence INTEGER NOT NULL,
    content TEXT NOT NULL,
    changed_by BLOB NOT NULL REFERENCES staff (id),
    changed_at INTEGER NOT NULL,
    UNIQUE (school_id, staff_id)
) STRICT;
CREATE INDEX directory_kind ON directory (kind);
