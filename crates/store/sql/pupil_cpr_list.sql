-- The keyed index of every CPR number.
SELECT id, cpr_index
FROM pupils
WHERE cpr_index IS NOT NULL
