-- Who of a child's family has, had or will have a role for it.
SELECT g.id, g.staff_id, g.role, g.from_day, g.to_day, p.name, p.username, p.disabled_at
FROM role_grants g
JOIN staff p ON p.id = g.staff_id
WHERE g.pupil_id = $1
ORDER BY g.from_day, g.id
