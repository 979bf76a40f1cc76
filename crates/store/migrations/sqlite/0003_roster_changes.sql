-- Which schools, classes and pupils a change of the roster touched, so that nobody reads all of them anew.

CREATE TABLE roster_changes (
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    PRIMARY KEY (position, kind, subject_id)
) STRICT;
CREATE INDEX roster_changes_subject ON roster_changes (subject_id);
