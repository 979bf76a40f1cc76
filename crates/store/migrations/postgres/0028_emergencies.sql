-- Emergency access somebody opened to one pupil. Why, and what the control found, stand among the reasons given.

CREATE TABLE emergencies (
    id UUID NOT NULL PRIMARY KEY,
    pupil_id UUID NOT NULL REFERENCES pupils (id),
    person_id UUID NOT NULL,
    role TEXT NOT NULL,
    kind TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by UUID,
    finding TEXT,
    found_at BIGINT,
    found_by UUID
);
CREATE INDEX emergencies_person ON emergencies (person_id, until_at);
CREATE INDEX emergencies_pupil ON emergencies (pupil_id);
