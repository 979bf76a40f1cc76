-- Who has opened which update or agreed plan of a case, and on which day for the first time.

CREATE TABLE case_openings (
    case_id BLOB NOT NULL REFERENCES cases (id),
    number INTEGER NOT NULL,
    person_id BLOB NOT NULL REFERENCES staff (id),
    opened_on TEXT NOT NULL,
    PRIMARY KEY (case_id, number, person_id)
) STRICT;
