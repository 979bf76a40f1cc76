-- No shorter timetable of case $1 stands beside it any more; those that are agreed are written anew.
DELETE FROM agreed_weeks
WHERE case_id = $1
