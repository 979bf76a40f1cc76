-- Appends marks given as JSON texts of fixed width from position $6 on, all recorded at $2 by $3 with import $4 and reason $5; what few rows have follows as JSON.
INSERT INTO marks (position, pupil_id, day, note, kind, minutes, local_code, noted_at, noted_by, recorded_at, recorded_by, reason, import_id, replaces)
SELECT $6 + key, unhex(substr(value, 1, 32)), substr(value, 33, 10), rtrim(substr(value, 43, 5)), rtrim(substr(value, 48, 10)),
       nullif(substr(value, 78), '') ->> 0, nullif(substr(value, 78), '') ->> 1,
       CAST(nullif(rtrim(substr(value, 58, 20)), '') AS INTEGER), nullif(substr(value, 78), '') ->> 2,
       $2, $3, $5, $4, nullif(substr(value, 78), '') ->> 3
FROM json_each($1)
