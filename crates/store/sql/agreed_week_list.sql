-- Every shorter timetable that holds on some day from $1 to $2, oldest first.
SELECT pupil_id, from_day, until_day, lessons
FROM agreed_weeks
WHERE from_day <= $2 AND until_day >= $1
ORDER BY from_day, case_id, number
