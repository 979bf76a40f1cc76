-- The first tables. Days are days in Copenhagen; columns that end in _at are microseconds since 1970.

CREATE TABLE settings (
    name TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    value TEXT NOT NULL,
    set_at INTEGER NOT NULL,
    set_by BLOB,
    PRIMARY KEY (name, sequence)
) STRICT;

CREATE TABLE change_sequence (
    topic TEXT NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL
) STRICT;
INSERT INTO change_sequence (topic, position) VALUES ('marks', 0), ('notings', 0), ('partials', 0), ('roster', 0);

CREATE TABLE snapshots (
    part TEXT NOT NULL,
    number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    checksum BLOB NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (part, number)
) STRICT;

CREATE TABLE staff (
    id BLOB NOT NULL PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT,
    disabled_at INTEGER,
    demo INTEGER NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE imports (
    id BLOB NOT NULL PRIMARY KEY,
    made_at INTEGER NOT NULL,
    made_by BLOB REFERENCES staff (id),
    file_name TEXT NOT NULL,
    file_hash BLOB NOT NULL,
    mapping_id BLOB,
    mapping_version INTEGER,
    reach TEXT NOT NULL,
    counts TEXT NOT NULL,
    problems TEXT NOT NULL,
    undone_at INTEGER,
    undone_by BLOB REFERENCES staff (id)
) STRICT;
CREATE INDEX imports_made ON imports (made_at);

CREATE TABLE mappings (
    id BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by BLOB,
    PRIMARY KEY (id, sequence)
) STRICT;

CREATE TABLE local_rules (
    sequence INTEGER NOT NULL PRIMARY KEY,
    from_day TEXT NOT NULL,
    content TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by BLOB
) STRICT;

CREATE TABLE calendars (
    id BLOB NOT NULL PRIMARY KEY,
    external_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE calendar_days (
    calendar_id BLOB NOT NULL REFERENCES calendars (id),
    day TEXT NOT NULL,
    PRIMARY KEY (calendar_id, day)
) STRICT;

CREATE TABLE schools (
    id BLOB NOT NULL PRIMARY KEY,
    external_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    provision TEXT NOT NULL,
    calendar_id BLOB NOT NULL REFERENCES calendars (id),
    municipality_code TEXT,
    register_by TEXT NOT NULL
) STRICT;

CREATE TABLE classes (
    id BLOB NOT NULL PRIMARY KEY,
    external_id TEXT NOT NULL UNIQUE,
    school_id BLOB NOT NULL REFERENCES schools (id),
    name TEXT NOT NULL,
    grade INTEGER NOT NULL,
    school_year INTEGER,
    predecessor_id BLOB REFERENCES classes (id)
) STRICT;
CREATE INDEX classes_school ON classes (school_id);

CREATE TABLE households (
    id BLOB NOT NULL PRIMARY KEY,
    external_id TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE pupils (
    id BLOB NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    given_name TEXT,
    family_name TEXT,
    folded_name TEXT NOT NULL,
    birth_day TEXT,
    protected INTEGER NOT NULL,
    cpr_sealed BLOB,
    cpr_index BLOB,
    household_id BLOB REFERENCES households (id),
    UNIQUE (source, external_id)
) STRICT;
CREATE INDEX pupils_cpr ON pupils (cpr_index);
CREATE INDEX pupils_household ON pupils (household_id);

CREATE TABLE enrolments (
    pupil_id BLOB NOT NULL REFERENCES pupils (id),
    class_id BLOB NOT NULL REFERENCES classes (id),
    from_day TEXT NOT NULL,
    to_day TEXT,
    PRIMARY KEY (pupil_id, from_day)
) STRICT;
CREATE INDEX enrolments_class ON enrolments (class_id);

CREATE TABLE marks (
    position INTEGER NOT NULL PRIMARY KEY,
    pupil_id BLOB NOT NULL REFERENCES pupils (id),
    day TEXT NOT NULL,
    note TEXT NOT NULL,
    kind TEXT NOT NULL,
    minutes INTEGER,
    local_code TEXT,
    noted_at INTEGER,
    noted_by TEXT,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    reason TEXT,
    import_id BLOB,
    replaces INTEGER
) STRICT;
CREATE INDEX marks_pupil ON marks (pupil_id, day);
CREATE INDEX marks_import ON marks (import_id);

CREATE TABLE partials (
    position INTEGER NOT NULL PRIMARY KEY,
    pupil_id BLOB NOT NULL REFERENCES pupils (id),
    day TEXT NOT NULL,
    lessons_missed INTEGER NOT NULL,
    lessons INTEGER,
    category TEXT,
    noted_at INTEGER,
    recorded_at INTEGER NOT NULL,
    import_id BLOB
) STRICT;
CREATE INDEX partials_pupil ON partials (pupil_id, day);

CREATE TABLE notings (
    position INTEGER NOT NULL PRIMARY KEY,
    class_id BLOB NOT NULL REFERENCES classes (id),
    note TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    noted_at INTEGER,
    noted_by TEXT,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB,
    import_id BLOB
) STRICT;
CREATE INDEX notings_class ON notings (class_id, from_day);

CREATE TABLE role_grants (
    id BLOB NOT NULL PRIMARY KEY,
    staff_id BLOB NOT NULL REFERENCES staff (id),
    role TEXT NOT NULL,
    school_id BLOB REFERENCES schools (id),
    class_id BLOB REFERENCES classes (id),
    from_day TEXT NOT NULL,
    to_day TEXT,
    made_at INTEGER NOT NULL,
    made_by BLOB
) STRICT;
CREATE INDEX role_grants_staff ON role_grants (staff_id);

CREATE TABLE sessions (
    id BLOB NOT NULL PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    staff_id BLOB NOT NULL REFERENCES staff (id),
    made_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    address TEXT,
    user_agent TEXT,
    revoked_at INTEGER
) STRICT;
CREATE INDEX sessions_staff ON sessions (staff_id);

CREATE TABLE throttles (
    subject TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    blocked_to INTEGER NOT NULL
) STRICT;

CREATE TABLE first_links (
    token_hash BLOB NOT NULL PRIMARY KEY,
    made_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;

CREATE TABLE last_looks (
    staff_id BLOB NOT NULL REFERENCES staff (id),
    page TEXT NOT NULL,
    looked_at INTEGER NOT NULL,
    PRIMARY KEY (staff_id, page)
) STRICT;

CREATE TABLE streams (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    pupil_id BLOB REFERENCES pupils (id),
    begun_on TEXT NOT NULL
) STRICT;
CREATE INDEX streams_kind ON streams (kind);
CREATE INDEX streams_pupil ON streams (pupil_id);
CREATE TABLE stream_entries (
    stream_id BLOB NOT NULL REFERENCES streams (id),
    sequence INTEGER NOT NULL,
    made_by BLOB NOT NULL,
    made_on TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (stream_id, sequence)
) STRICT;

CREATE TABLE audit_segments (
    id BLOB NOT NULL PRIMARY KEY,
    begun_at INTEGER NOT NULL
) STRICT;
CREATE TABLE audit_entries (
    segment_id BLOB NOT NULL REFERENCES audit_segments (id),
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    staff_id BLOB,
    action TEXT NOT NULL,
    what TEXT NOT NULL,
    ground TEXT NOT NULL,
    policy TEXT NOT NULL,
    subjects BLOB NOT NULL,
    PRIMARY KEY (segment_id, sequence)
) STRICT;
CREATE INDEX audit_entries_at ON audit_entries (at);
CREATE TABLE audit_seals (
    segment_id BLOB NOT NULL REFERENCES audit_segments (id),
    first_sequence INTEGER NOT NULL,
    last_sequence INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    previous_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    sealed_at INTEGER NOT NULL,
    PRIMARY KEY (segment_id, first_sequence)
) STRICT;
CREATE TABLE pupil_pseudonyms (
    pupil_id BLOB NOT NULL PRIMARY KEY REFERENCES pupils (id),
    pseudonym INTEGER NOT NULL UNIQUE
) STRICT;
