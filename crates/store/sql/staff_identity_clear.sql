-- Another no longer knows a member of staff by any id.
DELETE FROM staff_identities
WHERE source = $1 AND staff_id = $2
