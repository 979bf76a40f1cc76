-- Appends marks given as JSON rows, all recorded at $2 by $3 with import $4 and reason $5.
INSERT INTO marks (position, pupil_id, day, note, kind, minutes, local_code, noted_at, noted_by, recorded_at, recorded_by, reason, import_id, replaces)
SELECT value ->> 0, unhex(value ->> 1), value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
       value ->> 8, $2, $3, $5, $4, value ->> 9
FROM json_each($1)
