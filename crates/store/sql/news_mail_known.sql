-- Whether a secret can be used now.
SELECT person_id, address, language, asked_at, confirmed_at, sent_at, problem
FROM news_mail
WHERE secret_hash = $1 AND secret_until > $2
