-- Throws the snapshot of the planes away.
DELETE FROM snapshots
