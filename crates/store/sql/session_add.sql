-- A sign-in.
INSERT INTO sessions (id, token_hash, staff_id, made_at, seen_at, ends_at, address, user_agent, level, provider,
                      id_token, revoked_at)
VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9, $10, NULL)
