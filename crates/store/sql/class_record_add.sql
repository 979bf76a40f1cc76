-- Stream $1 stands in the record of class $2 and is looked at again on $3, or never.
INSERT INTO class_records (id, class_id, due_on)
VALUES ($1, $2, $3)
