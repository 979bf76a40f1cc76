-- A passkey of a member of staff.
INSERT INTO passkeys (id, staff_id, credential_hash, name, content, made_at, used_at)
VALUES ($1, $2, $3, $4, $5, $6, NULL)
