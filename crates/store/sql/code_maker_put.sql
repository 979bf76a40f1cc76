-- The secret of an app that makes codes, to be proved; one that is proved already stays.
INSERT INTO code_makers (staff_id, secret, made_at, proved_at, used_step)
VALUES ($1, $2, $3, NULL, 0)
ON CONFLICT (staff_id) DO UPDATE
SET secret = excluded.secret, made_at = excluded.made_at, used_step = 0
WHERE code_makers.proved_at IS NULL
