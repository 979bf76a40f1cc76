-- Every mark with when it was noted, oldest first; those of undone imports left out.
SELECT pupil_id, day, note, kind, minutes, noted_at
FROM marks
WHERE import_id IS NULL OR import_id NOT IN (SELECT id FROM imports WHERE undone_at IS NOT NULL)
ORDER BY position
