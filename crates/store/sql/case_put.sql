-- Case $1 about pupil $2, opened on $3, closed on $4 or running, coordinated by $5 or somebody without an account.
INSERT INTO cases (id, pupil_id, opened_on, closed_on, coordinator_id)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (id) DO UPDATE SET closed_on = excluded.closed_on, coordinator_id = excluded.coordinator_id
