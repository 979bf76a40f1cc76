-- Appends part days given as JSON rows, recorded at $2 with import $3.
INSERT INTO partials (position, pupil_id, day, lessons_missed, lessons, category, noted_at, recorded_at, import_id)
SELECT r.position, r.pupil_id, r.day, r.lessons_missed, r.lessons, r.category, r.noted_at, $2, $3
FROM jsonb_to_recordset($1::text::jsonb) AS r (
    position BIGINT, pupil_id UUID, day DATE, lessons_missed BIGINT, lessons BIGINT, category TEXT, noted_at BIGINT
)
