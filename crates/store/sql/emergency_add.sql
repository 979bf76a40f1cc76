-- Somebody opens emergency access to a pupil.
INSERT INTO emergencies (id, pupil_id, person_id, role, kind, opened_at, until_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
