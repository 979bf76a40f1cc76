-- The address is the person's: the secret sent there has come back in time.
UPDATE news_mail
SET confirmed_at = $2, secret_hash = NULL, secret_until = NULL, what = NULL, due_at = NULL, problem = NULL
WHERE secret_hash = $1 AND secret_until > $2
