-- Every pupil's marks in one text, oldest first.
SELECT pupil_id, string_agg(day::text || ' ' || note || ' ' || kind, ' ' ORDER BY position) AS marks
FROM marks
GROUP BY pupil_id
