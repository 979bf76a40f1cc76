-- A family account's own choice to be told by e-mail that there is news, and what waits to be sent: one line a person, so
-- that much news is one mail.

CREATE TABLE news_mail (
    person_id BLOB NOT NULL PRIMARY KEY REFERENCES staff (id),
    address BLOB NOT NULL,
    language TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    confirmed_at INTEGER,
    secret_hash BLOB UNIQUE,
    secret_until INTEGER,
    what TEXT,
    due_at INTEGER,
    tries INTEGER NOT NULL,
    sent_at INTEGER,
    problem TEXT
) STRICT;
CREATE INDEX news_mail_due ON news_mail (due_at);
