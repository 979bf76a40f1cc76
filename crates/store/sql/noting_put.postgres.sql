-- Appends notings given as JSON rows, recorded at $2 by $3 with import $4.
INSERT INTO notings (position, class_id, note, from_day, to_day, noted_at, noted_by, recorded_at, recorded_by, import_id)
SELECT r.position, r.class_id, r.note, r.from_day, r.to_day, r.noted_at, r.noted_by, $2, $3, $4
FROM jsonb_to_recordset($1::text::jsonb) AS r (
    position BIGINT, class_id UUID, note TEXT, from_day DATE, to_day DATE, noted_at BIGINT, noted_by TEXT
)
