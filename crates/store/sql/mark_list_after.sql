-- Marks after position $1, oldest first; those of undone imports left out.
SELECT position, pupil_id, day, note, kind
FROM marks
WHERE position > $1
    AND (import_id IS NULL OR import_id NOT IN (SELECT id FROM imports WHERE undone_at IS NOT NULL))
ORDER BY position
