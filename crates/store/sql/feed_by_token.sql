-- Whose calendar has an address with this secret.
SELECT f.staff_id, f.language, p.disabled_at, p.demo
FROM feeds f
JOIN staff p ON p.id = f.staff_id
WHERE f.token_hash = $1
