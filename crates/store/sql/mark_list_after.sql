-- Marks after position $1, oldest first.
SELECT position, pupil_id, day, note, kind
FROM marks
WHERE position > $1
ORDER BY position
