-- When a member of staff last looked at a page.
SELECT looked_at
FROM last_looks
WHERE staff_id = $1 AND page = $2
