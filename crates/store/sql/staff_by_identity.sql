-- The member of staff another knows by an id.
SELECT p.id, p.username, p.name, p.password_hash, p.disabled_at, p.demo, p.family
FROM staff_identities i
JOIN staff p ON p.id = i.staff_id
WHERE i.source = $1 AND i.subject = $2
