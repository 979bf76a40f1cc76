-- How long after the day itself its first marks were written, school by school, for the days of a span. Days of writing are counted from 1970, in Danish normal time.
SELECT c.school_id, m.day, (m.noted_at + 3600000000) / 86400000000 AS noted_day, COUNT(*) AS marks
FROM enrolments AS e
JOIN classes AS c ON c.id = e.class_id
JOIN marks AS m ON m.pupil_id = e.pupil_id
WHERE m.day BETWEEN $1 AND $2
    AND m.day >= e.from_day
    AND (e.to_day IS NULL OR m.day <= e.to_day)
    AND m.noted_at IS NOT NULL
    AND m.replaces IS NULL
    AND m.kind <> 'present'
GROUP BY c.school_id, m.day, (m.noted_at + 3600000000) / 86400000000
