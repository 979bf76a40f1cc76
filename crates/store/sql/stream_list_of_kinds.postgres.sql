-- Every entry of every stream of some kinds ($1) about some pupils ($2), both JSON lists, as one JSON text, in no order.
SELECT coalesce(
    json_agg(
        json_build_array(s.kind, s.id, s.pupil_id, e.sequence, e.made_by, e.made_on, e.made_at, e.content, s.begun_on)
    ),
    '[]'
)::text AS entries
FROM streams s
JOIN stream_entries e ON e.stream_id = s.id
WHERE s.kind IN (SELECT jsonb_array_elements_text($1::text::jsonb)) AND s.pupil_id IN (SELECT value::uuid FROM jsonb_array_elements_text($2::text::jsonb))
