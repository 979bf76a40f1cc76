-- Entries of the audit trail from $1 up to the place ($2, $3, $4), newest first, at most $5: of the member of staff $7
-- when $6, with the action $8 and by a policy that begins with $9 when those are not empty, about pupils only when $10.
SELECT segment_id, sequence, at, staff_id, action, what, ground, policy, subjects, address, seal
FROM audit_entries
WHERE at >= $1 AND at <= $2 AND (at, segment_id, sequence) < ($2, $3, $4)
    AND (NOT $6 OR staff_id = $7)
    AND ($8 = '' OR action = $8)
    AND ($9 = '' OR policy LIKE $9)
    AND (NOT $10 OR length(subjects) > 0)
ORDER BY at DESC, segment_id DESC, sequence DESC
LIMIT $5
