-- Some pupils without the CPR number, given as a JSON list of ids.
SELECT id, source, external_id, given_name, family_name, birth_day, protected, household_id
FROM pupils
WHERE id IN (SELECT value::uuid FROM jsonb_array_elements_text($1::text::jsonb))
ORDER BY id
