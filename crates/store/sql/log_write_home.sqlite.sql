-- Writes what the log of changes holds into the file, as far as nobody is in the way.
PRAGMA wal_checkpoint(PASSIVE)
