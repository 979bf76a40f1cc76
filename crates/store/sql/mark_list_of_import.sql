-- Marks an import appended, oldest first.
SELECT position, pupil_id, day, note, kind, minutes, local_code, noted_at, noted_by
FROM marks
WHERE import_id = $1
ORDER BY position
