-- The address a member of staff's own calendar reads meetings and due days from: one a person, only the hash of its
-- secret.

CREATE TABLE feeds (
    staff_id UUID NOT NULL PRIMARY KEY REFERENCES staff (id),
    token_hash BYTEA NOT NULL UNIQUE,
    language TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    read_at BIGINT
);
