-- The holds that stand, oldest first.
SELECT id, pupil_id, reason, set_by, set_at
FROM legal_holds
WHERE ended_at IS NULL
ORDER BY set_at, id
