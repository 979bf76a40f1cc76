-- A family account's own choice to be told by e-mail that there is news, and what waits to be sent: one line a person, so
-- that much news is one mail.

CREATE TABLE news_mail (
    person_id UUID NOT NULL PRIMARY KEY REFERENCES staff (id),
    address BYTEA NOT NULL,
    language TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    secret_hash BYTEA UNIQUE,
    secret_until BIGINT,
    what TEXT,
    due_at BIGINT,
    tries BIGINT NOT NULL,
    sent_at BIGINT,
    problem TEXT
);
CREATE INDEX news_mail_due ON news_mail (due_at);
