-- One part of a snapshot of the planes.
INSERT INTO snapshots (part, number, position, checksum, content)
VALUES ($1, $2, $3, $4, $5)
