-- The app that makes codes for one member of staff.
SELECT secret, proved_at
FROM code_makers
WHERE staff_id = $1
