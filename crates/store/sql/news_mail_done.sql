-- A mail was handed over; only news counts towards the next one's waiting.
UPDATE news_mail
SET sent_at = CASE WHEN what = 'news' THEN $2 ELSE sent_at END, what = NULL, due_at = NULL, tries = 0, problem = NULL
WHERE person_id = $1
