-- Every sealed CPR number.
SELECT id, cpr_sealed
FROM pupils
WHERE cpr_sealed IS NOT NULL
