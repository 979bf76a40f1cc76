-- Somebody says that a pupil must not be erased yet.
INSERT INTO legal_holds (id, pupil_id, reason, set_by, set_at)
VALUES ($1, $2, $3, $4, $5)
