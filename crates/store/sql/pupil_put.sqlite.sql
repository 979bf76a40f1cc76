-- Keeps pupils given as JSON rows; a field left out of the file stays as it was.
INSERT INTO pupils (id, source, external_id, given_name, family_name, folded_name, birth_day, protected, cpr_sealed, cpr_index, household_id)
SELECT unhex(value ->> 'id'), value ->> 'source', value ->> 'external_id', value ->> 'given_name',
       value ->> 'family_name', value ->> 'folded_name', value ->> 'birth_day', value ->> 'protected',
       unhex(value ->> 'cpr_sealed'), unhex(value ->> 'cpr_index'), unhex(value ->> 'household_id')
FROM json_each($1)
WHERE true
ON CONFLICT (id) DO UPDATE
SET given_name = COALESCE(excluded.given_name, pupils.given_name),
    family_name = COALESCE(excluded.family_name, pupils.family_name),
    folded_name = CASE WHEN excluded.folded_name = '' THEN pupils.folded_name ELSE excluded.folded_name END,
    birth_day = COALESCE(excluded.birth_day, pupils.birth_day),
    protected = excluded.protected,
    cpr_sealed = COALESCE(excluded.cpr_sealed, pupils.cpr_sealed),
    cpr_index = COALESCE(excluded.cpr_index, pupils.cpr_index),
    household_id = COALESCE(excluded.household_id, pupils.household_id)
