-- Every household.
SELECT id, external_id
FROM households
ORDER BY id
