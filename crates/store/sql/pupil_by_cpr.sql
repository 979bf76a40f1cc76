-- The pupil with a CPR number, by its keyed index.
SELECT id
FROM pupils
WHERE cpr_index = $1
ORDER BY id
