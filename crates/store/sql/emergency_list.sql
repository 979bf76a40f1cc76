-- Emergency access opened since $1, and whatever nobody has looked into, the newest first.
SELECT id, pupil_id, person_id, role, kind, opened_at, until_at, ended_at, finding, found_at, found_by
FROM emergencies
WHERE opened_at >= $1 OR finding IS NULL
ORDER BY opened_at DESC, id DESC
