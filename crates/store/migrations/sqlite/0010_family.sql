-- Parents and children who sign in. An account is of staff or of a family, never both; a family's role is held for one
-- child, and goes with the child.

ALTER TABLE staff ADD COLUMN family INTEGER NOT NULL DEFAULT 0;
ALTER TABLE role_grants ADD COLUMN pupil_id BLOB REFERENCES pupils (id);
CREATE INDEX role_grants_pupil ON role_grants (pupil_id);

-- Links handed over in person, each used once; only the hash of the secret is kept.
CREATE TABLE family_links (
    id BLOB NOT NULL PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    pupil_id BLOB NOT NULL REFERENCES pupils (id),
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    reason TEXT,
    made_at INTEGER NOT NULL,
    made_by BLOB,
    ends_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX family_links_pupil ON family_links (pupil_id);
