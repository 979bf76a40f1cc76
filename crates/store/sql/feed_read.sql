-- Person $1's calendar was read at $2.
UPDATE feeds
SET read_at = $2
WHERE staff_id = $1
