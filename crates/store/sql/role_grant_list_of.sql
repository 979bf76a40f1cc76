-- All roles of one member of staff.
SELECT id, staff_id, role, school_id, class_id, pupil_id, from_day, to_day, source
FROM role_grants
WHERE staff_id = $1
ORDER BY from_day, id
