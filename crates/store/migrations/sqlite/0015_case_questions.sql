-- Which limited question of a running case waits for whom: what the person asked is shown, without the case.
-- The question itself stands in the case's stream.

CREATE TABLE case_questions (
    case_id BLOB NOT NULL REFERENCES cases (id),
    number INTEGER NOT NULL,
    person_id BLOB NOT NULL REFERENCES staff (id),
    PRIMARY KEY (case_id, number)
) STRICT;
CREATE INDEX case_questions_person ON case_questions (person_id);
