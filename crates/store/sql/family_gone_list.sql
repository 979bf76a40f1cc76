-- The family accounts that have no child here any more and are not blank yet.
SELECT p.id
FROM staff p
WHERE p.family AND p.name <> '' AND NOT EXISTS (SELECT 1 FROM role_grants g WHERE g.staff_id = p.id)
