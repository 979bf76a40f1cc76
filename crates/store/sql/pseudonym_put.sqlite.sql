-- Gives pupils, as JSON rows, a pseudonym in the audit trail.
INSERT INTO pupil_pseudonyms (pupil_id, pseudonym)
SELECT unhex(value ->> 'pupil_id'), value ->> 'pseudonym'
FROM json_each($1)
WHERE true
ON CONFLICT (pupil_id) DO NOTHING
