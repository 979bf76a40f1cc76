-- Lets one at a time count for an account or an address: SQLite has one writer.
SELECT $1
