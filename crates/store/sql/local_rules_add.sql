-- A version of the municipality's own rules.
INSERT INTO local_rules (sequence, from_day, content, made_at, made_by)
VALUES ($1, $2, $3, $4, $5)
