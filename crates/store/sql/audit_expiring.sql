-- How many entries of the trail lie under seals made before $1.
SELECT CAST(COALESCE(SUM(entries), 0) AS BIGINT) AS count
FROM audit_seals
WHERE sealed_at < $1 AND expired_at IS NULL
