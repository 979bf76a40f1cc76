-- Appends notings given as JSON rows, recorded at $2 by $3 with import $4.
INSERT INTO notings (position, class_id, note, from_day, to_day, noted_at, noted_by, recorded_at, recorded_by, import_id)
SELECT value ->> 'position', unhex(value ->> 'class_id'), value ->> 'note', value ->> 'from_day', value ->> 'to_day',
       value ->> 'noted_at', value ->> 'noted_by', $2, $3, $4
FROM json_each($1)
