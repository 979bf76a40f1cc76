-- The newest runs of the retention job, at most $1.
SELECT run_at, counts
FROM retention_runs
ORDER BY run_at DESC
LIMIT $1
