-- Gives a parent or a child their role for one child from a day on.
INSERT INTO role_grants (id, staff_id, role, school_id, class_id, pupil_id, from_day, to_day, made_at, made_by)
VALUES ($1, $2, $3, NULL, NULL, $4, $5, NULL, $6, $7)
