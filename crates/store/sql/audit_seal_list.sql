-- Every seal, segment by segment, oldest first.
SELECT segment_id, first_sequence, last_sequence, entries, previous_hash, hash, sealed_at, sequences, entries_hash, expired_at
FROM audit_seals
ORDER BY segment_id, first_sequence
