-- Erases a pupil; everything that hangs on the pupil must have gone before.
DELETE FROM pupils
WHERE id = $1
