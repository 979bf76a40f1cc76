-- One program takes a mail to send it; another that had the same finds nothing to take.
UPDATE news_mail SET due_at = $3, tries = tries + 1 WHERE person_id = $1 AND due_at = $2
