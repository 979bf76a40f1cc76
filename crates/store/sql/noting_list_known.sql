-- Every noting with when it was taken, oldest first; those of undone imports left out.
SELECT class_id, note, from_day, to_day, noted_at
FROM notings
WHERE import_id IS NULL OR import_id NOT IN (SELECT id FROM imports WHERE undone_at IS NOT NULL)
ORDER BY position
