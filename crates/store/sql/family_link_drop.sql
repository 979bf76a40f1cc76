-- Takes a link for this child back.
DELETE FROM family_links
WHERE id = $1 AND pupil_id = $2 AND used_at IS NULL
