-- Some classes, given as a JSON list of ids.
SELECT id, external_id, school_id, name, grade, school_year, predecessor_id
FROM classes
WHERE id IN (SELECT value::uuid FROM jsonb_array_elements_text($1::text::jsonb))
ORDER BY id
