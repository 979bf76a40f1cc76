-- Nothing to lock: a unit of work is the only writer.
SELECT 1
