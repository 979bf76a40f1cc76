-- Erases what is said of a pupil's changes.
DELETE FROM roster_changes
WHERE subject_id = $1
