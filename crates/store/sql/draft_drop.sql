-- Takes away what person $1 has typed in form $2.
DELETE FROM drafts
WHERE staff_id = $1 AND form = $2
