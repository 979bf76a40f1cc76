-- The words of entry $2 of stream $1 of case $3 about pupil $4, folded, as $5.
INSERT INTO search_entries (stream_id, sequence, case_id, pupil_id, words)
-- They are folded and taken apart already; the database must not do it again.
VALUES ($1, $2, $3, $4, array_to_tsvector(string_to_array($5, ' ')))
