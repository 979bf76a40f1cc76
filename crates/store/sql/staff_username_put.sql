-- Another name to sign in with.
UPDATE staff
SET username = $2
WHERE id = $1
