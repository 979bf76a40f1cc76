-- Person $3 opened entry $2 of case $1 on $4; the first time stands.
INSERT INTO case_openings (case_id, number, person_id, opened_on)
VALUES ($1, $2, $3, $4)
ON CONFLICT (case_id, number, person_id) DO NOTHING
