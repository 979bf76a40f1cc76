-- Notings up to position $1 with when they were made, oldest first; those of undone imports left out.
SELECT class_id, note, from_day, to_day, noted_at
FROM notings
WHERE position <= $1
    AND (import_id IS NULL OR import_id NOT IN (SELECT id FROM imports WHERE undone_at IS NOT NULL))
ORDER BY position
