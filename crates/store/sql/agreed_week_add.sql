-- Shorter timetable $2 of case $1 is agreed for pupil $3 from $4 to $5, with the lessons $6.
INSERT INTO agreed_weeks (case_id, number, pupil_id, from_day, until_day, lessons)
VALUES ($1, $2, $3, $4, $5, $6)
