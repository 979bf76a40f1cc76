-- A mail was not handed over, and why; it is tried again at $3, or not when that is empty.
UPDATE news_mail
SET problem = $2, due_at = $3, what = CASE WHEN $4 THEN NULL ELSE what END
WHERE person_id = $1
