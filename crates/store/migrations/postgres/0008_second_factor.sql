-- How sure it is who signed in (0: a second proof is awaited, then 1 low, 2 substantial, 3 high), and what a member of
-- staff proves it with: an app that makes codes, passkeys, and codes for when both are lost. Secrets are sealed.

ALTER TABLE sessions ADD COLUMN level BIGINT NOT NULL DEFAULT 1;

CREATE TABLE code_makers (
    staff_id UUID NOT NULL PRIMARY KEY REFERENCES staff (id),
    secret BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    proved_at BIGINT,
    used_step BIGINT NOT NULL
);

CREATE TABLE passkeys (
    id UUID NOT NULL PRIMARY KEY,
    staff_id UUID NOT NULL REFERENCES staff (id),
    credential_hash BYTEA NOT NULL UNIQUE,
    name TEXT NOT NULL,
    content BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX passkeys_staff ON passkeys (staff_id);

CREATE TABLE recovery_codes (
    staff_id UUID NOT NULL REFERENCES staff (id),
    code_hash BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (staff_id, code_hash)
);
