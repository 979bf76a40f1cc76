-- How many recovery codes a member of staff has left.
SELECT COUNT(*) AS count
FROM recovery_codes
WHERE staff_id = $1 AND used_at IS NULL
