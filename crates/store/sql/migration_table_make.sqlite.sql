-- Which migrations were applied.
CREATE TABLE IF NOT EXISTS migrations (
    name TEXT NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL,
    applied_at INTEGER NOT NULL
) STRICT
