-- The head of the snapshot: how far it goes.
SELECT content
FROM snapshots
WHERE part = '1 head'
