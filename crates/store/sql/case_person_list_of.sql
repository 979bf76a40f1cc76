-- Who takes part in case $1.
SELECT case_id, person_id
FROM case_people
WHERE case_id = $1
