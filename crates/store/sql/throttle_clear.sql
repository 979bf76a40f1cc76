-- Forgets failed sign-ins of an account.
DELETE FROM throttles
WHERE subject = $1
