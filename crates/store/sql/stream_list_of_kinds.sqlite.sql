-- Every entry of every stream of some kinds ($1) about some pupils ($2), both JSON lists, as one text, in no order: the
-- parts of an entry with U+001F between, entries with U+001E. JSON never has either as it is, so no content does.
SELECT group_concat(
    concat_ws(
        char(31), s.kind, hex(s.id), hex(s.pupil_id), e.sequence, hex(e.made_by), e.made_on, e.made_at, s.begun_on, e.content
    ),
    char(30)
) AS entries
FROM streams s
JOIN stream_entries e ON e.stream_id = s.id
-- The plus keeps SQLite from walking through every stream of the kind: the pupils are the narrower way in.
WHERE +s.kind IN (SELECT value FROM json_each($1)) AND s.pupil_id IN (SELECT unhex(value) FROM json_each($2))
