-- The first tables. Days are days in Copenhagen; columns that end in _at are microseconds since 1970.

CREATE TABLE settings (
    name TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    value TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    set_by UUID,
    PRIMARY KEY (name, sequence)
);

CREATE TABLE change_sequence (
    topic TEXT NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL
);
INSERT INTO change_sequence (topic, position) VALUES ('marks', 0), ('notings', 0), ('partials', 0), ('roster', 0);

CREATE TABLE snapshots (
    part TEXT NOT NULL,
    number BIGINT NOT NULL,
    position BIGINT NOT NULL,
    checksum BYTEA NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (part, number)
);

CREATE TABLE staff (
    id UUID NOT NULL PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT,
    disabled_at BIGINT,
    demo BOOLEAN NOT NULL,
    made_at BIGINT NOT NULL
);

CREATE TABLE imports (
    id UUID NOT NULL PRIMARY KEY,
    made_at BIGINT NOT NULL,
    made_by UUID REFERENCES staff (id),
    file_name TEXT NOT NULL,
    file_hash BYTEA NOT NULL,
    mapping_id UUID,
    mapping_version BIGINT,
    reach TEXT NOT NULL,
    counts TEXT NOT NULL,
    problems TEXT NOT NULL,
    undone_at BIGINT,
    undone_by UUID REFERENCES staff (id)
);
CREATE INDEX imports_made ON imports (made_at);

CREATE TABLE mappings (
    id UUID NOT NULL,
    sequence BIGINT NOT NULL,
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by UUID,
    PRIMARY KEY (id, sequence)
);

CREATE TABLE local_rules (
    sequence BIGINT NOT NULL PRIMARY KEY,
    from_day DATE NOT NULL,
    content TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by UUID
);

CREATE TABLE calendars (
    id UUID NOT NULL PRIMARY KEY,
    external_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
);

CREATE TABLE calendar_days (
    calendar_id UUID NOT NULL REFERENCES calendars (id),
    day DATE NOT NULL,
    PRIMARY KEY (calendar_id, day)
);

CREATE TABLE schools (
    id UUID NOT NULL PRIMARY KEY,
    external_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    provision TEXT NOT NULL,
    calendar_id UUID NOT NULL REFERENCES calendars (id),
    municipality_code TEXT,
    register_by TEXT NOT NULL
);

CREATE TABLE classes (
    id UUID NOT NULL PRIMARY KEY,
    external_id TEXT NOT NULL UNIQUE,
    school_id UUID NOT NULL REFERENCES schools (id),
    name TEXT NOT NULL,
    grade BIGINT NOT NULL,
    school_year BIGINT,
    predecessor_id UUID REFERENCES classes (id)
);
CREATE INDEX classes_school ON classes (school_id);

CREATE TABLE households (
    id UUID NOT NULL PRIMARY KEY,
    external_id TEXT NOT NULL UNIQUE
);

CREATE TABLE pupils (
    id UUID NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    given_name TEXT,
    family_name TEXT,
    folded_name TEXT NOT NULL,
    birth_day DATE,
    protected BOOLEAN NOT NULL,
    cpr_sealed BYTEA,
    cpr_index BYTEA,
    household_id UUID REFERENCES households (id),
    UNIQUE (source, external_id)
);
CREATE INDEX pupils_cpr ON pupils (cpr_index);
CREATE INDEX pupils_household ON pupils (household_id);

CREATE TABLE enrolments (
    pupil_id UUID NOT NULL REFERENCES pupils (id),
    class_id UUID NOT NULL REFERENCES classes (id),
    from_day DATE NOT NULL,
    to_day DATE,
    PRIMARY KEY (pupil_id, from_day)
);
CREATE INDEX enrolments_class ON enrolments (class_id);

CREATE TABLE marks (
    position BIGINT NOT NULL PRIMARY KEY,
    pupil_id UUID NOT NULL REFERENCES pupils (id),
    day DATE NOT NULL,
    note TEXT NOT NULL,
    kind TEXT NOT NULL,
    minutes BIGINT,
    local_code TEXT,
    noted_at BIGINT,
    noted_by TEXT,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    reason TEXT,
    import_id UUID,
    replaces BIGINT
);
CREATE INDEX marks_pupil ON marks (pupil_id, day);
CREATE INDEX marks_import ON marks (import_id);

CREATE TABLE partials (
    position BIGINT NOT NULL PRIMARY KEY,
    pupil_id UUID NOT NULL REFERENCES pupils (id),
    day DATE NOT NULL,
    lessons_missed BIGINT NOT NULL,
    lessons BIGINT,
    category TEXT,
    noted_at BIGINT,
    recorded_at BIGINT NOT NULL,
    import_id UUID
);
CREATE INDEX partials_pupil ON partials (pupil_id, day);

CREATE TABLE notings (
    position BIGINT NOT NULL PRIMARY KEY,
    class_id UUID NOT NULL REFERENCES classes (id),
    note TEXT NOT NULL,
    from_day DATE NOT NULL,
    to_day DATE NOT NULL,
    noted_at BIGINT,
    noted_by TEXT,
    recorded_at BIGINT NOT NULL,
    recorded_by UUID,
    import_id UUID
);
CREATE INDEX notings_class ON notings (class_id, from_day);

CREATE TABLE role_grants (
    id UUID NOT NULL PRIMARY KEY,
    staff_id UUID NOT NULL REFERENCES staff (id),
    role TEXT NOT NULL,
    school_id UUID REFERENCES schools (id),
    class_id UUID REFERENCES classes (id),
    from_day DATE NOT NULL,
    to_day DATE,
    made_at BIGINT NOT NULL,
    made_by UUID
);
CREATE INDEX role_grants_staff ON role_grants (staff_id);

CREATE TABLE sessions (
    id UUID NOT NULL PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    staff_id UUID NOT NULL REFERENCES staff (id),
    made_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    address TEXT,
    user_agent TEXT,
    revoked_at BIGINT
);
CREATE INDEX sessions_staff ON sessions (staff_id);

CREATE TABLE throttles (
    subject TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    blocked_to BIGINT NOT NULL
);

CREATE TABLE first_links (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    made_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    used_at BIGINT
);

CREATE TABLE last_looks (
    staff_id UUID NOT NULL REFERENCES staff (id),
    page TEXT NOT NULL,
    looked_at BIGINT NOT NULL,
    PRIMARY KEY (staff_id, page)
);

CREATE TABLE streams (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    pupil_id UUID REFERENCES pupils (id),
    begun_on DATE NOT NULL
);
CREATE INDEX streams_kind ON streams (kind);
CREATE INDEX streams_pupil ON streams (pupil_id);
CREATE TABLE stream_entries (
    stream_id UUID NOT NULL REFERENCES streams (id),
    sequence BIGINT NOT NULL,
    made_by UUID NOT NULL,
    made_on DATE NOT NULL,
    made_at BIGINT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (stream_id, sequence)
);

CREATE TABLE audit_segments (
    id UUID NOT NULL PRIMARY KEY,
    begun_at BIGINT NOT NULL
);
CREATE TABLE audit_entries (
    segment_id UUID NOT NULL REFERENCES audit_segments (id),
    sequence BIGINT NOT NULL,
    at BIGINT NOT NULL,
    staff_id UUID,
    action TEXT NOT NULL,
    what TEXT NOT NULL,
    ground TEXT NOT NULL,
    policy TEXT NOT NULL,
    subjects BYTEA NOT NULL,
    PRIMARY KEY (segment_id, sequence)
);
CREATE INDEX audit_entries_at ON audit_entries (at);
CREATE TABLE audit_seals (
    segment_id UUID NOT NULL REFERENCES audit_segments (id),
    first_sequence BIGINT NOT NULL,
    last_sequence BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    previous_hash BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    sealed_at BIGINT NOT NULL,
    PRIMARY KEY (segment_id, first_sequence)
);
CREATE TABLE pupil_pseudonyms (
    pupil_id UUID NOT NULL PRIMARY KEY REFERENCES pupils (id),
    pseudonym BIGINT NOT NULL UNIQUE
);
