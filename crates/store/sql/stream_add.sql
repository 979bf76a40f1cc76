-- A new stream of kind $2 about pupil $3 (or nobody), begun on $4.
INSERT INTO streams (id, kind, pupil_id, begun_on)
VALUES ($1, $2, $3, $4)
