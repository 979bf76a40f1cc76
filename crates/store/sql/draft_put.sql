-- What person $1 has typed in form $2 about pupil $3 (or nobody), as of $4.
INSERT INTO drafts (staff_id, form, pupil_id, saved_at, content)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (staff_id, form) DO UPDATE SET pupil_id = excluded.pupil_id, saved_at = excluded.saved_at, content = excluded.content
