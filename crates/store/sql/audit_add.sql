-- Who did or saw what, on which ground.
INSERT INTO audit_entries (segment_id, sequence, at, staff_id, action, what, ground, policy, subjects)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
