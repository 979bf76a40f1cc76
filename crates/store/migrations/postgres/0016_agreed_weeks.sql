-- Which shorter timetable of a case is agreed for whom, from when to when: what the attendance pages show beside absence.
-- What was agreed, and on which ground, stands in the case's stream.

CREATE TABLE agreed_weeks (
    case_id UUID NOT NULL REFERENCES cases (id),
    number BIGINT NOT NULL,
    pupil_id UUID NOT NULL REFERENCES pupils (id),
    from_day DATE NOT NULL,
    until_day DATE NOT NULL,
    lessons TEXT NOT NULL,
    PRIMARY KEY (case_id, number)
);
CREATE INDEX agreed_weeks_pupil ON agreed_weeks (pupil_id);
