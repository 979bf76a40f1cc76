-- Every saved column mapping in its newest version.
SELECT m.id, m.sequence, m.name, m.content, m.made_at
FROM mappings m
WHERE m.sequence = (SELECT MAX(n.sequence) FROM mappings n WHERE n.id = m.id)
ORDER BY m.name, m.id
