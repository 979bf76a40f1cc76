-- Person $2 takes part in case $1, until $3 or until something changes.
INSERT INTO case_people (case_id, person_id, until)
VALUES ($1, $2, $3)
