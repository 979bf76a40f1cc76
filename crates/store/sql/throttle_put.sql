-- Keeps failed sign-ins of an account or an address.
INSERT INTO throttles (subject, failures, first_at, blocked_to)
VALUES ($1, $2, $3, $4)
ON CONFLICT (subject) DO UPDATE
SET failures = excluded.failures, first_at = excluded.first_at, blocked_to = excluded.blocked_to
