-- The data protection officer says what was found about emergency access $1, once.
UPDATE emergencies SET finding = $2, found_at = $3, found_by = $4
WHERE id = $1 AND finding IS NULL
