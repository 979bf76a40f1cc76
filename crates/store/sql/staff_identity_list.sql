-- By which ids others know everybody.
SELECT source, subject, staff_id
FROM staff_identities
ORDER BY source, subject
