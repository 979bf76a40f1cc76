-- The words of every entry of cases and of views, folded, for searching: written with the entry, erased with the pupil.
-- Who may see what is found is decided as for reading.

CREATE TABLE search_entries (
    id INTEGER PRIMARY KEY,
    stream_id BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    case_id BLOB NOT NULL,
    pupil_id BLOB NOT NULL REFERENCES pupils (id),
    words TEXT NOT NULL,
    UNIQUE (stream_id, sequence),
    FOREIGN KEY (stream_id, sequence) REFERENCES stream_entries (stream_id, sequence)
) STRICT;
CREATE INDEX search_entries_pupil ON search_entries (pupil_id);
-- The words are folded already; the index must not fold them again.
CREATE VIRTUAL TABLE search_words USING fts5 (
    words, content = 'search_entries', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3'
);
-- What is taken out leaves no trace in the index.
INSERT INTO search_words (search_words, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER search_entry_added AFTER INSERT ON search_entries BEGIN
    INSERT INTO search_words (rowid, words) VALUES (new.id, new.words);
END;
CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entries BEGIN
    INSERT INTO search_words (search_words, rowid, words) VALUES ('delete', old.id, old.words);
END;
