-- Which case is about whom, whether it runs, and who takes part: what lists ask, worked out anew with every entry.
-- What happened in a case stands in its stream.

CREATE TABLE cases (
    id UUID NOT NULL PRIMARY KEY REFERENCES streams (id),
    pupil_id UUID NOT NULL REFERENCES pupils (id),
    opened_on DATE NOT NULL,
    closed_on DATE,
    coordinator_id UUID REFERENCES staff (id)
);
CREATE INDEX cases_pupil ON cases (pupil_id);
CREATE TABLE case_people (
    case_id UUID NOT NULL REFERENCES cases (id),
    person_id UUID NOT NULL REFERENCES staff (id),
    until DATE,
    PRIMARY KEY (case_id, person_id)
);
