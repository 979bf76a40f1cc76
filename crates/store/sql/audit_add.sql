-- Who did or saw what, on which ground, and from where.
INSERT INTO audit_entries (segment_id, sequence, at, staff_id, action, what, ground, policy, subjects, address, seal)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
