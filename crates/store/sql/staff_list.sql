-- Everybody with an account.
SELECT id, username, name, password_hash, disabled_at, demo, family
FROM staff
ORDER BY username
