-- What is open to $1 at $2, the first to end first.
SELECT id, pupil_id, role, until_at
FROM emergencies
WHERE person_id = $1 AND until_at > $2 AND ended_at IS NULL
ORDER BY until_at, id
