-- Takes the school days of a calendar in a span away.
DELETE FROM calendar_days
WHERE calendar_id = $1 AND day BETWEEN $2 AND $3
