-- Every case.
SELECT id, pupil_id, opened_on, closed_on, coordinator_id
FROM cases
ORDER BY opened_on, id
