-- The cases about pupil $1.
SELECT id, pupil_id, opened_on, closed_on, coordinator_id
FROM cases
WHERE pupil_id = $1
ORDER BY opened_on, id
