-- All roles of everybody.
SELECT id, staff_id, role, school_id, class_id, pupil_id, from_day, to_day, source
FROM role_grants
ORDER BY staff_id, from_day, id
