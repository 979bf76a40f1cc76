-- Who takes part in which case.
SELECT case_id, person_id
FROM case_people
