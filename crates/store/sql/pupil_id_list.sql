-- The id of every pupil.
SELECT id
FROM pupils
ORDER BY id
