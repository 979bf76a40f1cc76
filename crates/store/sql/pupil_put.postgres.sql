-- Keeps pupils given as JSON rows; a field left out of the file stays as it was.
INSERT INTO pupils (id, source, external_id, given_name, family_name, folded_name, birth_day, protected, cpr_sealed, cpr_index, household_id)
SELECT r.id, r.source, r.external_id, r.given_name, r.family_name, r.folded_name, r.birth_day, r.protected,
       decode(r.cpr_sealed, 'hex'), decode(r.cpr_index, 'hex'), r.household_id
FROM jsonb_to_recordset($1::text::jsonb) AS r (
    id UUID, source TEXT, external_id TEXT, given_name TEXT, family_name TEXT, folded_name TEXT, birth_day DATE,
    protected BOOLEAN, cpr_sealed TEXT, cpr_index TEXT, household_id UUID
)
ON CONFLICT (id) DO UPDATE
SET given_name = COALESCE(excluded.given_name, pupils.given_name),
    family_name = COALESCE(excluded.family_name, pupils.family_name),
    folded_name = CASE WHEN excluded.folded_name = '' THEN pupils.folded_name ELSE excluded.folded_name END,
    birth_day = COALESCE(excluded.birth_day, pupils.birth_day),
    protected = excluded.protected,
    cpr_sealed = COALESCE(excluded.cpr_sealed, pupils.cpr_sealed),
    cpr_index = COALESCE(excluded.cpr_index, pupils.cpr_index),
    household_id = COALESCE(excluded.household_id, pupils.household_id)
