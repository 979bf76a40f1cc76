-- Destroys the link between a pupil and the audit trail; the rows of the trail stay.
DELETE FROM pupil_pseudonyms
WHERE pupil_id = $1
