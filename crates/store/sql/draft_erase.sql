-- Erases what anybody has typed about a pupil and not sent.
DELETE FROM drafts
WHERE pupil_id = $1
