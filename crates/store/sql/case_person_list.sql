-- Who takes part in which case on $1.
SELECT case_id, person_id
FROM case_people
WHERE until IS NULL OR until >= $1
