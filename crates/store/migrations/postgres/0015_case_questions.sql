-- Which limited question of a running case waits for whom: what the person asked is shown, without the case.
-- The question itself stands in the case's stream.

CREATE TABLE case_questions (
    case_id UUID NOT NULL REFERENCES cases (id),
    number BIGINT NOT NULL,
    person_id UUID NOT NULL REFERENCES staff (id),
    PRIMARY KEY (case_id, number)
);
CREATE INDEX case_questions_person ON case_questions (person_id);
