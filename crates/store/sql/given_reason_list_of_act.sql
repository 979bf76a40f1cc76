-- The reasons given for one act, in their order.
SELECT act_id, person_id, about, reason, made_at
FROM given_reasons
WHERE act_id = $1
ORDER BY number
