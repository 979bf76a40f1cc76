-- Entries of the cases in JSON list $2 that have all the words of JSON list $1, kept before $3, the newest first, at
-- most $4.
SELECT x.id AS place, x.case_id, s.kind, s.id, s.pupil_id, e.sequence, e.made_by, e.made_on, e.made_at, e.content
FROM search_entries x
JOIN streams s ON s.id = x.stream_id
JOIN stream_entries e ON e.stream_id = x.stream_id AND e.sequence = x.sequence
WHERE x.words @@ (
    SELECT string_agg('''' || value || ''':*', ' & ') FROM jsonb_array_elements_text($1::text::jsonb)
)::tsquery
  AND x.id < $3 AND x.case_id IN (SELECT value::uuid FROM jsonb_array_elements_text($2::text::jsonb))
ORDER BY x.id DESC
LIMIT $4
