-- Every part day, oldest first; a later one of the same pupil and day replaces an earlier one.
SELECT position, pupil_id, day, lessons_missed, lessons, category, noted_at
FROM partials
ORDER BY position
