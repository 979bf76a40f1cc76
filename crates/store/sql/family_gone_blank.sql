-- Leaves nothing of a family account but that there was one, for the rows that name it.
UPDATE staff
SET name = '', username = $2, password_hash = NULL, disabled_at = $3
WHERE id = $1
