-- The sealed CPR number of a pupil.
SELECT cpr_sealed
FROM pupils
WHERE id = $1
