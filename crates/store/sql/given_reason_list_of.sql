-- The reasons given for acts about a pupil, oldest first.
SELECT act_id, person_id, about, reason, made_at
FROM given_reasons
WHERE pupil_id = $1
ORDER BY made_at, act_id, number
