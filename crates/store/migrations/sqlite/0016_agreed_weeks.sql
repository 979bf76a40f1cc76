-- Which shorter timetable of a case is agreed for whom, from when to when: what the attendance pages show beside absence.
-- What was agreed, and on which ground, stands in the case's stream.

CREATE TABLE agreed_weeks (
    case_id BLOB NOT NULL REFERENCES cases (id),
    number INTEGER NOT NULL,
    pupil_id BLOB NOT NULL REFERENCES pupils (id),
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    lessons TEXT NOT NULL,
    PRIMARY KEY (case_id, number)
) STRICT;
CREATE INDEX agreed_weeks_pupil ON agreed_weeks (pupil_id);
