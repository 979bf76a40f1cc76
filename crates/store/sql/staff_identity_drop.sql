-- Another no longer knows a member of staff by an id.
DELETE FROM staff_identities
WHERE source = $1 AND subject = $2 AND staff_id = $3
