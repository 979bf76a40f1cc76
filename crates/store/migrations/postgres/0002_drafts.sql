-- What people have typed and not sent, so that a closed browser loses nothing.

CREATE TABLE drafts (
    staff_id UUID NOT NULL REFERENCES staff (id),
    form TEXT NOT NULL,
    pupil_id UUID REFERENCES pupils (id),
    saved_at BIGINT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (staff_id, form)
);
CREATE INDEX drafts_pupil ON drafts (pupil_id);
CREATE INDEX drafts_saved ON drafts (saved_at);
