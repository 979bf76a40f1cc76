-- The papers and pictures about pupil $1 in any case, oldest first.
SELECT id, name, kind, size, made_by, made_at, removed_by, removed_at
FROM attachments
WHERE pupil_id = $1
ORDER BY made_at, id
