-- One paper or picture about pupil $2, sealed.
SELECT id, name, kind, size, made_by, made_at, removed_by, removed_at, content
FROM attachments
WHERE id = $1 AND pupil_id = $2 AND content IS NOT NULL
