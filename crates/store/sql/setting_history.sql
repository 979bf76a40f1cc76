-- What setting $1 was, newest first.
SELECT name, sequence, value, set_at, set_by
FROM settings
WHERE name = $1
ORDER BY sequence DESC
