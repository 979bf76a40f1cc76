-- A person wants no mail any more.
DELETE FROM news_mail WHERE person_id = $1
