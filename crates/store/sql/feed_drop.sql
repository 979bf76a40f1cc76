-- Takes the address of person $1's calendar back.
DELETE FROM feeds
WHERE staff_id = $1
