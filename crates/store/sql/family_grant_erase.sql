-- The roles a family has for a child that is erased.
DELETE FROM role_grants
WHERE pupil_id = $1
