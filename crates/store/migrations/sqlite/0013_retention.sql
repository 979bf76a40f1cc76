-- Who must not be erased yet, and what each run of the retention job did, in counts.

CREATE TABLE legal_holds (
    id BLOB NOT NULL PRIMARY KEY,
    pupil_id BLOB NOT NULL REFERENCES pupils (id),
    reason TEXT NOT NULL,
    set_by BLOB,
    set_at INTEGER NOT NULL,
    ended_by BLOB,
    ended_at INTEGER
) STRICT;
CREATE INDEX legal_holds_pupil ON legal_holds (pupil_id);
CREATE TABLE retention_runs (
    id BLOB NOT NULL PRIMARY KEY,
    run_at INTEGER NOT NULL,
    counts TEXT NOT NULL
) STRICT;
