-- What staff look up to find somebody to ask: people of schools, teams, specialists outside. Each as it stands now; what was
-- written before is not kept.

CREATE TABLE directory (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    school_id UUID REFERENCES schools (id),
    staff_id UUID REFERENCES staff (id),
    sequence BIGINT NOT NULL,
    content TEXT NOT NULL,
    changed_by UUID NOT NULL REFERENCES staff (id),
    changed_at BIGINT NOT NULL,
    UNIQUE (school_id, staff_id)
);
CREATE INDEX directory_kind ON directory (kind);
