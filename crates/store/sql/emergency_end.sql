-- Emergency access $1 ends at $2 by $3, where it has not ended.
UPDATE emergencies SET ended_at = $2, ended_by = $3
WHERE id = $1 AND ended_at IS NULL AND until_at > $2
