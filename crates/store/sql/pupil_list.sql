-- Every pupil without the CPR number.
SELECT id, source, external_id, given_name, family_name, birth_day, protected, household_id
FROM pupils
ORDER BY id
