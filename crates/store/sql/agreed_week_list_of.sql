-- Every shorter timetable of pupil $1, oldest first.
SELECT pupil_id, from_day, until_day, lessons
FROM agreed_weeks
WHERE pupil_id = $1
ORDER BY from_day, case_id, number
