-- Keeps entry $1 of kind $2, of school $3 and person $4 where it belongs to them: its first sequence, what it says, by whom, when.
INSERT INTO directory (id, kind, school_id, staff_id, sequence, content, changed_by, changed_at)
VALUES ($1, $2, $3, $4, 1, $5, $6, $7)
