-- Since when person $1 has an address for a calendar, and when it was read last.
SELECT made_at, read_at
FROM feeds
WHERE staff_id = $1
