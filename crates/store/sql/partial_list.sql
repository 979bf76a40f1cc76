-- Every part day, oldest first; a later one of the same pupil and day replaces an earlier one. Those of undone imports are left out.
SELECT position, pupil_id, day, lessons_missed, lessons, category, noted_at
FROM partials
WHERE import_id IS NULL OR import_id NOT IN (SELECT id FROM imports WHERE undone_at IS NOT NULL)
ORDER BY position
