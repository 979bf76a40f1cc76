-- The papers and pictures of case $1, oldest first; those taken out again too, without what they held.
SELECT id, name, kind, size, made_by, made_at, removed_by, removed_at
FROM attachments
WHERE case_id = $1
ORDER BY made_at, id
