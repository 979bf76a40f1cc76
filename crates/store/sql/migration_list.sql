-- Migrations applied, with the hash of what was applied.
SELECT name, hash
FROM migrations
ORDER BY name
