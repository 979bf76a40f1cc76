-- The mail of family accounts that have no child here any more.
DELETE FROM news_mail
WHERE person_id IN (
    SELECT p.id FROM staff p
    WHERE p.family AND NOT EXISTS (SELECT 1 FROM role_grants g WHERE g.staff_id = p.id)
)
