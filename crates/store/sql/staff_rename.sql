-- Another name for a member of staff.
UPDATE staff
SET name = $2
WHERE id = $1
