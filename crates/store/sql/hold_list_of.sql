-- Every hold of a pupil, ended ones too, oldest first.
SELECT reason, set_at, ended_at
FROM legal_holds
WHERE pupil_id = $1
ORDER BY set_at, id
