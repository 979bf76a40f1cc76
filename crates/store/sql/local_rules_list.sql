-- Every version of the municipality's own rules, newest first.
SELECT sequence, from_day, content, made_at, made_by
FROM local_rules
ORDER BY sequence DESC
