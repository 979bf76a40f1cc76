-- Every entry of every stream of kind $1 about some pupils, given as a JSON list, stream by stream, oldest first.
SELECT s.id, s.pupil_id, e.sequence, e.made_by, e.made_on, e.made_at, e.content
FROM streams s
JOIN stream_entries e ON e.stream_id = s.id
-- The plus keeps SQLite from walking through every stream of the kind: the pupils are the narrower way in.
WHERE +s.kind = $1 AND s.pupil_id IN (SELECT unhex(value) FROM json_each($2))
ORDER BY s.begun_on, s.id, e.sequence
