-- Sets a setting; its unique (name, sequence) refuses the second of two who change it at once.
INSERT INTO settings (name, sequence, value, set_at, set_by)
VALUES ($1, $2, $3, $4, $5)
