-- For whom question $2 of case $1 waits.
SELECT q.case_id, c.pupil_id, q.person_id
FROM case_questions q
JOIN cases c ON c.id = q.case_id
WHERE q.case_id = $1 AND q.number = $2
