-- The notings of some classes, given as a JSON list, oldest first, those of undone imports left out.
SELECT position, class_id, note, from_day, to_day
FROM notings
WHERE class_id IN (SELECT unhex(value) FROM json_each($1))
    AND (import_id IS NULL OR import_id NOT IN (SELECT id FROM imports WHERE undone_at IS NOT NULL))
ORDER BY position
