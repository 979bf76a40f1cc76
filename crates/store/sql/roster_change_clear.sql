-- Forgets what has changed in the roster: whoever has not seen it reads everything anew.
DELETE FROM roster_changes
