-- The sessions of family accounts that have no child here any more.
DELETE FROM sessions
WHERE staff_id IN (
    SELECT p.id FROM staff p
    WHERE p.family AND NOT EXISTS (SELECT 1 FROM role_grants g WHERE g.staff_id = p.id)
)
