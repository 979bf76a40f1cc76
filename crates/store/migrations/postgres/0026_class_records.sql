-- What stands in the record of which class, and when it is looked at again: what the class's page and the overview ask.
-- What was said and agreed stands in its stream, and names no child.

CREATE TABLE class_records (
    id UUID NOT NULL PRIMARY KEY REFERENCES streams (id),
    class_id UUID NOT NULL REFERENCES classes (id),
    due_on DATE
);
CREATE INDEX class_records_class ON class_records (class_id);
CREATE INDEX class_records_due ON class_records (due_on);
