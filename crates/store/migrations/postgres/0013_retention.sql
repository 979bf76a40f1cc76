-- Who must not be erased yet, and what each run of the retention job did, in counts.

CREATE TABLE legal_holds (
    id UUID NOT NULL PRIMARY KEY,
    pupil_id UUID NOT NULL REFERENCES pupils (id),
    reason TEXT NOT NULL,
    set_by UUID,
    set_at BIGINT NOT NULL,
    ended_by UUID,
    ended_at BIGINT
);
CREATE INDEX legal_holds_pupil ON legal_holds (pupil_id);
CREATE TABLE retention_runs (
    id UUID NOT NULL PRIMARY KEY,
    run_at BIGINT NOT NULL,
    counts TEXT NOT NULL
);
