-- Every mark of a span of days, oldest first.
SELECT position, pupil_id, day, note, kind, minutes, local_code, noted_at, noted_by
FROM marks
WHERE day BETWEEN $1 AND $2
ORDER BY position
