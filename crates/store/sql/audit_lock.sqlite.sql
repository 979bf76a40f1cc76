-- Lets one program at a time seal the audit trail: SQLite has one writer.
SELECT 1
