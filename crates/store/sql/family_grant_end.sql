-- Lets a family's role for this child end on a day.
UPDATE role_grants
SET to_day = $3
WHERE id = $1 AND pupil_id = $2
