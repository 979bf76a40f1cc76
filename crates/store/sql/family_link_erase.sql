-- The links for the family of a child that is erased.
DELETE FROM family_links
WHERE pupil_id = $1
