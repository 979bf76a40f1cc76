-- What people have typed and not sent, so that a closed browser loses nothing.

CREATE TABLE drafts (
    staff_id BLOB NOT NULL REFERENCES staff (id),
    form TEXT NOT NULL,
    pupil_id BLOB REFERENCES pupils (id),
    saved_at INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (staff_id, form)
) STRICT;
CREATE INDEX drafts_pupil ON drafts (pupil_id);
CREATE INDEX drafts_saved ON drafts (saved_at);
