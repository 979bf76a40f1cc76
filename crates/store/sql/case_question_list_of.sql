-- Which questions wait for person $1, by case.
SELECT q.case_id, c.pupil_id, q.number
FROM case_questions q
JOIN cases c ON c.id = q.case_id
WHERE q.person_id = $1
ORDER BY q.case_id, q.number
