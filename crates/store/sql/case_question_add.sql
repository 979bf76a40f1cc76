-- Question $2 of case $1 waits for person $3.
INSERT INTO case_questions (case_id, number, person_id)
VALUES ($1, $2, $3)
