-- Who takes part in case $1 on $2.
SELECT case_id, person_id
FROM case_people
WHERE case_id = $1 AND (until IS NULL OR until >= $2)
