-- Uses up a step of an app that makes codes: a step counts once, and none before it any more.
UPDATE code_makers
SET used_step = $2, proved_at = COALESCE(proved_at, $3)
WHERE staff_id = $1 AND used_step < $2
