-- Parents and children who sign in. An account is of staff or of a family, never both; a family's role is held for one
-- child, and goes with the child.

ALTER TABLE staff ADD COLUMN family BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE role_grants ADD COLUMN pupil_id UUID REFERENCES pupils (id);
CREATE INDEX role_grants_pupil ON role_grants (pupil_id);

-- Links handed over in person, each used once; only the hash of the secret is kept.
CREATE TABLE family_links (
    id UUID NOT NULL PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    pupil_id UUID NOT NULL REFERENCES pupils (id),
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    reason TEXT,
    made_at BIGINT NOT NULL,
    made_by UUID,
    ends_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX family_links_pupil ON family_links (pupil_id);
