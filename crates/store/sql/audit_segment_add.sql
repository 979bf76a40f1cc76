-- A program begins to write audit entries.
INSERT INTO audit_segments (id, begun_at)
VALUES ($1, $2)
