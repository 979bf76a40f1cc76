-- What a run of the retention job did.
INSERT INTO retention_runs (id, run_at, counts)
VALUES ($1, $2, $3)
