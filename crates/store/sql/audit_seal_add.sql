-- Seals a batch of entries.
INSERT INTO audit_seals
    (segment_id, first_sequence, last_sequence, entries, previous_hash, hash, sealed_at, sequences, entries_hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
