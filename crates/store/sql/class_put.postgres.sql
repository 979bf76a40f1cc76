-- Keeps classes given as JSON rows.
INSERT INTO classes (id, external_id, school_id, name, grade, school_year, predecessor_id)
SELECT r.id, r.external_id, r.school_id, r.name, r.grade, r.school_year, r.predecessor_id
FROM jsonb_to_recordset($1::text::jsonb) AS r (
    id UUID, external_id TEXT, school_id UUID, name TEXT, grade BIGINT, school_year BIGINT, predecessor_id UUID
)
ON CONFLICT (id) DO UPDATE
SET school_id = excluded.school_id, name = excluded.name, grade = excluded.grade,
    school_year = excluded.school_year, predecessor_id = excluded.predecessor_id
