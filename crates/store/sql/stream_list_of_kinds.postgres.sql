-- Every entry of every stream of some kinds ($1) about some pupils ($2), both JSON lists, as one text, in no order: the
-- parts of an entry with U+001F between, entries with U+001E. JSON never has either as it is, so no content does.
SELECT string_agg(
    concat_ws(chr(31), s.kind, s.id, s.pupil_id, e.sequence, e.made_by, e.made_on, e.made_at, s.begun_on, e.content),
    chr(30)
) AS entries
FROM streams s
JOIN stream_entries e ON e.stream_id = s.id
WHERE s.kind IN (SELECT jsonb_array_elements_text($1::text::jsonb)) AND s.pupil_id IN (SELECT value::uuid FROM jsonb_array_elements_text($2::text::jsonb))
