-- Appends part days given as JSON rows, recorded at $2 with import $3.
INSERT INTO partials (position, pupil_id, day, lessons_missed, lessons, category, noted_at, recorded_at, import_id)
SELECT value ->> 'position', unhex(value ->> 'pupil_id'), value ->> 'day', value ->> 'lessons_missed',
       value ->> 'lessons', value ->> 'category', value ->> 'noted_at', $2, $3
FROM json_each($1)
