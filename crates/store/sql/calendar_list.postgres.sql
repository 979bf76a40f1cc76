-- Every calendar with its school days in one text.
SELECT c.id, c.external_id, c.name,
       (SELECT string_agg(d.day::text, ' ' ORDER BY d.day) FROM calendar_days d WHERE d.calendar_id = c.id) AS days
FROM calendars c
ORDER BY c.id
