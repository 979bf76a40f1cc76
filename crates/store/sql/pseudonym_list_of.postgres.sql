-- The pseudonyms of some pupils, given as a JSON list, in the audit trail.
SELECT pupil_id, pseudonym
FROM pupil_pseudonyms
WHERE pupil_id IN (SELECT value::uuid FROM jsonb_array_elements_text($1::text::jsonb))
