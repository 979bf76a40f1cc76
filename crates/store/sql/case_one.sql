-- Case $1.
SELECT id, pupil_id, opened_on, closed_on, coordinator_id
FROM cases
WHERE id = $1
