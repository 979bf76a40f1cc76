-- By which ids others know one member of staff.
SELECT source, subject, staff_id
FROM staff_identities
WHERE staff_id = $1
ORDER BY source, subject
