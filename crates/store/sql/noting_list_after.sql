-- Notings after position $1, oldest first.
SELECT position, class_id, note, from_day, to_day
FROM notings
WHERE position > $1
ORDER BY position
