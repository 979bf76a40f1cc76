-- Some classes, given as a JSON list of ids.
SELECT id, external_id, school_id, name, grade, school_year, predecessor_id
FROM classes
WHERE id IN (SELECT unhex(value) FROM json_each($1))
ORDER BY id
