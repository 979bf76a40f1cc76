-- Takes the app that makes codes away.
DELETE FROM code_makers
WHERE staff_id = $1
