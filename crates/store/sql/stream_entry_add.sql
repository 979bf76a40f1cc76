-- Entry $2 of stream $1; refused when somebody else wrote that entry first.
INSERT INTO stream_entries (stream_id, sequence, made_by, made_on, made_at, content)
VALUES ($1, $2, $3, $4, $5, $6)
