-- Who vouched for a sign-in, and the token it vouched with, sealed; by which ids others know a member of staff; which of
-- the roles come from others; and the secrets by which others keep accounts, only their hashes.

ALTER TABLE sessions ADD COLUMN provider TEXT;
ALTER TABLE sessions ADD COLUMN id_token BLOB;
ALTER TABLE role_grants ADD COLUMN source TEXT;

CREATE TABLE staff_identities (
    source TEXT NOT NULL,
    subject TEXT NOT NULL,
    staff_id BLOB NOT NULL REFERENCES staff (id),
    made_at INTEGER NOT NULL,
    made_by BLOB,
    PRIMARY KEY (source, subject)
) STRICT;
CREATE INDEX staff_identities_staff ON staff_identities (staff_id);

CREATE TABLE scim_tokens (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    made_at INTEGER NOT NULL,
    made_by BLOB,
    used_at INTEGER
) STRICT;
