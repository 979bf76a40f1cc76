-- The classes import $1 noted.
SELECT DISTINCT class_id
FROM notings
WHERE import_id = $1
