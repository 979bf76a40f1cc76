-- Takes away what was seen before an instant.
DELETE FROM sign_in_changes
WHERE seen_at < $1
