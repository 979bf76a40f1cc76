-- Minutes of every late arrival, oldest first; a later one of the same pupil and day replaces an earlier one. Those of undone imports are left out.
SELECT pupil_id, day, minutes
FROM marks
WHERE kind = 'late'
    AND (import_id IS NULL OR import_id NOT IN (SELECT id FROM imports WHERE undone_at IS NOT NULL))
ORDER BY position
