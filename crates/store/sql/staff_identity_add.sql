-- By which id another knows a member of staff.
INSERT INTO staff_identities (source, subject, staff_id, made_at, made_by)
VALUES ($1, $2, $3, $4, $5)
