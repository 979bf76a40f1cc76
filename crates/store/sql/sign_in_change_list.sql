-- What changed of how a person signs in, newest first.
SELECT kind, own, address, made_at, seen_at
FROM sign_in_changes
WHERE staff_id = $1
ORDER BY made_at DESC, id DESC
LIMIT 20
