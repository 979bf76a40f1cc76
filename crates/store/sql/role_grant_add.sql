-- Gives a role at a place from a day on; the source is who else vouches for it.
INSERT INTO role_grants (id, staff_id, role, school_id, class_id, from_day, to_day, made_at, made_by, source)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
