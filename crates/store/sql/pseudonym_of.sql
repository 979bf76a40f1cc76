-- The pseudonym of a pupil in the audit trail.
SELECT pupil_id, pseudonym
FROM pupil_pseudonyms
WHERE pupil_id = $1
