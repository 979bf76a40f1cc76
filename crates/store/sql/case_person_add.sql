-- Person $2 takes part in case $1.
INSERT INTO case_people (case_id, person_id)
VALUES ($1, $2)
