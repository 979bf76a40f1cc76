-- What somebody gave as the reason for seeing or handing out what is kept back; the audit trail names the act.

CREATE TABLE given_reasons (
    act_id UUID NOT NULL,
    number BIGINT NOT NULL,
    pupil_id UUID NOT NULL REFERENCES pupils (id),
    person_id UUID,
    about TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (act_id, number)
);
CREATE INDEX given_reasons_pupil ON given_reasons (pupil_id);
