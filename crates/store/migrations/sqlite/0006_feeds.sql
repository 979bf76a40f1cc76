-- The address a member of staff's own calendar reads meetings and due days from: one a person, only the hash of its
-- secret.

CREATE TABLE feeds (
    staff_id BLOB NOT NULL PRIMARY KEY REFERENCES staff (id),
    token_hash BLOB NOT NULL UNIQUE,
    language TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    read_at INTEGER
) STRICT;
