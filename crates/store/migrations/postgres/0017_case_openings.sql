-- Who has opened which update or agreed plan of a case, and on which day for the first time.

CREATE TABLE case_openings (
    case_id UUID NOT NULL REFERENCES cases (id),
    number BIGINT NOT NULL,
    person_id UUID NOT NULL REFERENCES staff (id),
    opened_on DATE NOT NULL,
    PRIMARY KEY (case_id, number, person_id)
);
