-- Says who writes the register of a school.
UPDATE schools
SET register_by = $2
WHERE id = $1
