-- The words of entry $2 of stream $1 of case $3 about pupil $4, folded, as $5.
INSERT INTO search_entries (stream_id, sequence, case_id, pupil_id, words)
VALUES ($1, $2, $3, $4, $5)
