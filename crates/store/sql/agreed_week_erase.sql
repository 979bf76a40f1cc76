-- Erases the shorter timetables of pupil $1.
DELETE FROM agreed_weeks
WHERE pupil_id = $1
