-- What somebody gave as the reason for seeing or handing out what is kept back; the audit trail names the act.

CREATE TABLE given_reasons (
    act_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    pupil_id BLOB NOT NULL REFERENCES pupils (id),
    person_id BLOB,
    about TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (act_id, number)
) STRICT;
CREATE INDEX given_reasons_pupil ON given_reasons (pupil_id);
