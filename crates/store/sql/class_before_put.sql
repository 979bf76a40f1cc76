-- Says which class a class was the year before.
UPDATE classes
SET predecessor_id = $2
WHERE id = $1
