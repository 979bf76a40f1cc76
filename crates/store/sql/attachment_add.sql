-- A paper or picture is put into a case.
INSERT INTO attachments (id, pupil_id, case_id, name, kind, size, content, made_by, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
