-- Takes one try of an account or an address back: it was right.
UPDATE throttles
SET failures = failures - 1, blocked_to = 0
WHERE subject = $1 AND failures > 0
