-- The pupils behind some pseudonyms of the audit trail, given as a JSON list.
SELECT pupil_id, pseudonym
FROM pupil_pseudonyms
WHERE pseudonym IN (SELECT value::bigint FROM jsonb_array_elements_text($1::text::jsonb))
