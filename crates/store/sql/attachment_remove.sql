-- What a paper or picture of case $2 held goes; that it was there stays.
UPDATE attachments
SET content = NULL, removed_by = $3, removed_at = $4
WHERE id = $1 AND case_id = $2 AND content IS NOT NULL
