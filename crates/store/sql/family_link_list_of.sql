-- The links for a child's family that can still be used at $2.
SELECT id, pupil_id, role, name, ends_at
FROM family_links
WHERE pupil_id = $1 AND used_at IS NULL AND ends_at > $2
ORDER BY made_at, id
