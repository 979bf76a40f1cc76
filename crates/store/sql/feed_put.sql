-- The address of person $1's calendar, its secret known by hash $2, in language $3, made at $4; one of before ends.
INSERT INTO feeds (staff_id, token_hash, language, made_at, read_at)
VALUES ($1, $2, $3, $4, NULL)
ON CONFLICT (staff_id) DO UPDATE
SET token_hash = excluded.token_hash, language = excluded.language, made_at = excluded.made_at, read_at = NULL
