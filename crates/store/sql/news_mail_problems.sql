-- What went wrong, by what the mail server said, the most frequent first.
SELECT problem, COUNT(*) AS times
FROM news_mail
WHERE problem IS NOT NULL
GROUP BY problem
ORDER BY COUNT(*) DESC, problem
LIMIT 20
