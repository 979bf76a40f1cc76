-- The secret in the mail about to be sent, and until when it can be used.
UPDATE news_mail SET secret_hash = $2, secret_until = $3 WHERE person_id = $1
