-- Gives pupils, as JSON rows, a pseudonym in the audit trail.
INSERT INTO pupil_pseudonyms (pupil_id, pseudonym)
SELECT r.pupil_id, r.pseudonym
FROM jsonb_to_recordset($1::text::jsonb) AS r (pupil_id UUID, pseudonym BIGINT)
ON CONFLICT (pupil_id) DO NOTHING
