-- A code for when every other second proof is lost.
INSERT INTO recovery_codes (staff_id, code_hash, made_at, used_at)
VALUES ($1, $2, $3, NULL)
