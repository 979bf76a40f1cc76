-- One mark, appended.
INSERT INTO marks (position, pupil_id, day, note, kind, minutes, local_code, noted_at, noted_by, recorded_at, recorded_by, reason, import_id, replaces)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
