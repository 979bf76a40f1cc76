-- What stands in the record of a class as $1 is looked at again on $2, or never.
UPDATE class_records
SET due_on = $2
WHERE id = $1
