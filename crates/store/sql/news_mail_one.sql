-- What a person has chosen about mail.
SELECT person_id, address, language, asked_at, confirmed_at, sent_at, problem
FROM news_mail
WHERE person_id = $1
