-- The pseudonyms of some pupils, given as a JSON list, in the audit trail.
SELECT pupil_id, pseudonym
FROM pupil_pseudonyms
WHERE pupil_id IN (SELECT unhex(value) FROM json_each($1))
