-- Who noted a class on a day, oldest first.
SELECT n.note, n.noted_at, n.noted_by, n.recorded_at, s.name AS recorded_name
FROM notings n
LEFT JOIN staff s ON s.id = n.recorded_by
WHERE n.class_id = $1 AND n.from_day <= $2 AND n.to_day >= $2
ORDER BY n.position
