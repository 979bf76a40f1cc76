-- The pseudonyms of all pupils in the audit trail.
SELECT pupil_id, pseudonym
FROM pupil_pseudonyms
