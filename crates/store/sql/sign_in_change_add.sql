-- Something changed of how somebody signs in.
INSERT INTO sign_in_changes (id, staff_id, kind, own, address, made_at, seen_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
