-- How many papers and pictures stand in case $1.
SELECT COUNT(*) AS count FROM attachments WHERE case_id = $1 AND content IS NOT NULL
