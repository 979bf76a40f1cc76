-- A migration was applied.
INSERT INTO migrations (name, hash, applied_at)
VALUES ($1, $2, $3)
