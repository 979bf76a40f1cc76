-- One emergency access.
SELECT id, pupil_id, person_id, role, kind, opened_at, until_at, ended_at, finding, found_at, found_by
FROM emergencies
WHERE id = $1
