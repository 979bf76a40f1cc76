-- Keeps classes given as JSON rows.
INSERT INTO classes (id, external_id, school_id, name, grade, school_year, predecessor_id)
SELECT unhex(value ->> 'id'), value ->> 'external_id', unhex(value ->> 'school_id'), value ->> 'name',
       value ->> 'grade', value ->> 'school_year', unhex(value ->> 'predecessor_id')
FROM json_each($1)
WHERE true
ON CONFLICT (id) DO UPDATE
SET school_id = excluded.school_id, name = excluded.name, grade = excluded.grade,
    school_year = excluded.school_year, predecessor_id = excluded.predecessor_id
