-- Lets a role end on a day.
UPDATE role_grants
SET to_day = $2
WHERE id = $1
