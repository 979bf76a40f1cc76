-- How sure it is who signed in (0: a second proof is awaited, then 1 low, 2 substantial, 3 high), and what a member of
-- staff proves it with: an app that makes codes, passkeys, and codes for when both are lost. Secrets are sealed.

ALTER TABLE sessions ADD COLUMN level INTEGER NOT NULL DEFAULT 1;

CREATE TABLE code_makers (
    staff_id BLOB NOT NULL PRIMARY KEY REFERENCES staff (id),
    secret BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    proved_at INTEGER,
    used_step INTEGER NOT NULL
) STRICT;

CREATE TABLE passkeys (
    id BLOB NOT NULL PRIMARY KEY,
    staff_id BLOB NOT NULL REFERENCES staff (id),
    credential_hash BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    content BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX passkeys_staff ON passkeys (staff_id);

CREATE TABLE recovery_codes (
    staff_id BLOB NOT NULL REFERENCES staff (id),
    code_hash BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (staff_id, code_hash)
) STRICT;
