-- What changed of how somebody signs in: told to that person at their next sign-in, so that a stranger's change is seen.

CREATE TABLE sign_in_changes (
    id BLOB NOT NULL PRIMARY KEY,
    staff_id BLOB NOT NULL REFERENCES staff (id),
    kind TEXT NOT NULL,
    own INTEGER NOT NULL,
    address TEXT,
    made_at INTEGER NOT NULL,
    seen_at INTEGER
) STRICT;
CREATE INDEX sign_in_changes_staff ON sign_in_changes (staff_id);
