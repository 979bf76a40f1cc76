-- Emergency access somebody opened to one pupil. Why, and what the control found, stand among the reasons given.

CREATE TABLE emergencies (
    id BLOB NOT NULL PRIMARY KEY,
    pupil_id BLOB NOT NULL REFERENCES pupils (id),
    person_id BLOB NOT NULL,
    role TEXT NOT NULL,
    kind TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    ended_at INTEGER,
    ended_by BLOB,
    finding TEXT,
    found_at INTEGER,
    found_by BLOB
) STRICT;
CREATE INDEX emergencies_person ON emergencies (person_id, until_at);
CREATE INDEX emergencies_pupil ON emergencies (pupil_id);
