-- The session of a token, with whom it belongs to.
SELECT s.id, s.staff_id, s.made_at, s.seen_at, s.ends_at, s.address, s.user_agent, s.level, s.provider, s.revoked_at,
       p.name, p.username, p.disabled_at, p.demo, p.family,
       (SELECT COUNT(*) FROM sign_in_changes c
        WHERE c.staff_id = s.staff_id AND c.seen_at IS NULL AND c.made_at < s.made_at) AS changes
FROM sessions s
JOIN staff p ON p.id = s.staff_id
WHERE s.token_hash = $1
