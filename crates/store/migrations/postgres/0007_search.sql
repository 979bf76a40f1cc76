-- The words of every entry of cases and of views, folded, for searching: written with the entry, erased with the pupil.
-- Who may see what is found is decided as for reading.

CREATE TABLE search_entries (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stream_id UUID NOT NULL,
    sequence BIGINT NOT NULL,
    case_id UUID NOT NULL,
    pupil_id UUID NOT NULL REFERENCES pupils (id),
    words TSVECTOR NOT NULL,
    UNIQUE (stream_id, sequence),
    FOREIGN KEY (stream_id, sequence) REFERENCES stream_entries (stream_id, sequence)
);
CREATE INDEX search_entries_pupil ON search_entries (pupil_id);
CREATE INDEX search_words ON search_entries USING gin (words);
