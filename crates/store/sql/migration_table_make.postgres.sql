-- Which migrations were applied.
CREATE TABLE IF NOT EXISTS migrations (
    name TEXT NOT NULL PRIMARY KEY,
    hash BYTEA NOT NULL,
    applied_at BIGINT NOT NULL
)
