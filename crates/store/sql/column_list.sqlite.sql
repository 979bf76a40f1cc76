-- Every column of every table; what an index keeps for itself is not one.
SELECT m.name AS table_name, p.name AS column_name
FROM pragma_table_list m, pragma_table_info(m.name) p
WHERE m.type = 'table' AND m.schema = 'main' AND m.name <> 'sqlite_schema'
ORDER BY m.name, p.name
