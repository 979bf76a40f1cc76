-- Every pupil's marks in one text, oldest first.
SELECT pupil_id, group_concat(day || ' ' || note || ' ' || kind, ' ' ORDER BY position) AS marks
FROM marks
GROUP BY pupil_id
