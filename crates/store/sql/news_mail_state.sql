-- How it stands with the mail, for whoever runs it: counts, never who.
SELECT
    COUNT(*) AS asked,
    COUNT(confirmed_at) AS confirmed,
    COUNT(due_at) AS waiting,
    COUNT(problem) AS failing,
    MAX(sent_at) AS sent_at
FROM news_mail
