-- Some pupils without the CPR number, given as a JSON list of ids.
SELECT id, source, external_id, given_name, family_name, birth_day, protected, household_id
FROM pupils
WHERE id IN (SELECT unhex(value) FROM json_each($1))
ORDER BY id
