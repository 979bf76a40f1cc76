-- How many second proofs of a member of staff stand.
SELECT (SELECT COUNT(*) FROM code_makers WHERE staff_id = $1 AND proved_at IS NOT NULL)
     + (SELECT COUNT(*) FROM passkeys WHERE staff_id = $1) AS count
