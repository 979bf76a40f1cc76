-- Failed sign-ins of an account or an address.
SELECT failures, first_at, blocked_to
FROM throttles
WHERE subject = $1
