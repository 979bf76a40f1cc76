-- When a member of staff looked at a page.
INSERT INTO last_looks (staff_id, page, looked_at)
VALUES ($1, $2, $3)
ON CONFLICT (staff_id, page) DO UPDATE SET looked_at = excluded.looked_at
