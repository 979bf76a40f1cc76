-- Entries of the cases in JSON list $2 that have all the words of JSON list $1, kept before $3, the newest first, at
-- most $4.
SELECT x.id AS place, x.case_id, s.kind, s.id, s.pupil_id, e.sequence, e.made_by, e.made_on, e.made_at, e.content
FROM search_words w
JOIN search_entries x ON x.id = w.rowid
JOIN streams s ON s.id = x.stream_id
JOIN stream_entries e ON e.stream_id = x.stream_id AND e.sequence = x.sequence
WHERE w.search_words MATCH (SELECT group_concat('"' || value || '"*', ' ') FROM json_each($1))
  AND w.rowid < $3 AND x.case_id IN (SELECT unhex(value) FROM json_each($2))
ORDER BY w.rowid DESC
LIMIT $4
