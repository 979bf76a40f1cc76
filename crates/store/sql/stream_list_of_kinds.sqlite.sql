-- Every entry of every stream of some kinds ($1) about some pupils ($2), both JSON lists, as one JSON text, in no order.
SELECT json_group_array(
    json_array(
        s.kind, lower(hex(s.id)), lower(hex(s.pupil_id)), e.sequence, lower(hex(e.made_by)), e.made_on, e.made_at, e.content,
        s.begun_on
    )
) AS entries
FROM streams s
JOIN stream_entries e ON e.stream_id = s.id
-- The plus keeps SQLite from walking through every stream of the kind: the pupils are the narrower way in.
WHERE +s.kind IN (SELECT value FROM json_each($1)) AND s.pupil_id IN (SELECT unhex(value) FROM json_each($2))
