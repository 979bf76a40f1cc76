-- Mails to be sent now ($1), at most $3, to those who still have a child here on day $2, the longest waiting first.
SELECT m.person_id, m.address, m.language, m.what, m.due_at, m.tries
FROM news_mail m
JOIN staff p ON p.id = m.person_id
WHERE m.due_at <= $1 AND m.what IS NOT NULL AND p.disabled_at IS NULL
  AND EXISTS (
    SELECT 1 FROM role_grants g
    WHERE g.staff_id = m.person_id AND g.pupil_id IS NOT NULL AND g.from_day <= $2
      AND (g.to_day IS NULL OR g.to_day >= $2)
  )
ORDER BY m.due_at, m.person_id
LIMIT $3
