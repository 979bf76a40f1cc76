-- There is news for person $1: a mail now ($2) or when $3 microseconds have passed since the last.
UPDATE news_mail
SET what = 'news', tries = 0,
    due_at = CASE WHEN sent_at IS NULL OR sent_at + $3 < $2 THEN $2 ELSE sent_at + $3 END
WHERE confirmed_at IS NOT NULL AND what IS NULL AND person_id = $1
