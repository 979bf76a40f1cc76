-- What has changed in the roster after position $1, oldest first.
SELECT position, kind, subject_id
FROM roster_changes
WHERE position > $1
ORDER BY position
