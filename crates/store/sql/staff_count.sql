-- How many accounts there are.
SELECT COUNT(*) AS count
FROM staff
