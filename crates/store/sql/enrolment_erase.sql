-- Erases the enrolments of a pupil.
DELETE FROM enrolments
WHERE pupil_id = $1
