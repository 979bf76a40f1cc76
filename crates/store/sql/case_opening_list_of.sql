-- Who opened which entry of case $1, by entry, day and person.
SELECT number, person_id, opened_on
FROM case_openings
WHERE case_id = $1
ORDER BY number, opened_on, person_id
