-- Nothing: this database sees to its log by itself.
SELECT 1
