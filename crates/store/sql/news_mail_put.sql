-- Somebody asks for mail at an address: it must be confirmed there first.
INSERT INTO news_mail (person_id, address, language, asked_at, what, due_at, tries)
VALUES ($1, $2, $3, $4, 'confirm', $4, 0)
ON CONFLICT (person_id) DO UPDATE SET
    address = excluded.address,
    language = excluded.language,
    asked_at = excluded.asked_at,
    confirmed_at = NULL,
    secret_hash = NULL,
    secret_until = NULL,
    what = excluded.what,
    due_at = excluded.due_at,
    tries = 0,
    sent_at = NULL,
    problem = NULL
