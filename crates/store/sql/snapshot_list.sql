-- The snapshot of the planes, part by part.
SELECT part, number, position, checksum, content
FROM snapshots
ORDER BY part, number
