-- Erases households nobody lives in.
DELETE FROM households
WHERE id NOT IN (SELECT household_id FROM pupils WHERE household_id IS NOT NULL)
