-- Which case is about whom, whether it runs, and who takes part: what lists ask, worked out anew with every entry.
-- What happened in a case stands in its stream.

CREATE TABLE cases (
    id BLOB NOT NULL PRIMARY KEY REFERENCES streams (id),
    pupil_id BLOB NOT NULL REFERENCES pupils (id),
    opened_on TEXT NOT NULL,
    closed_on TEXT,
    coordinator_id BLOB REFERENCES staff (id)
) STRICT;
CREATE INDEX cases_pupil ON cases (pupil_id);
CREATE TABLE case_people (
    case_id BLOB NOT NULL REFERENCES cases (id),
    person_id BLOB NOT NULL REFERENCES staff (id),
    until TEXT,
    PRIMARY KEY (case_id, person_id)
) STRICT;
