-- What person $1 has typed in form $2, saved at or after $3.
SELECT saved_at, content
FROM drafts
WHERE staff_id = $1 AND form = $2 AND saved_at >= $3
