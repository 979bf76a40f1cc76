-- Every class.
SELECT id, external_id, school_id, name, grade, school_year, predecessor_id
FROM classes
ORDER BY id
