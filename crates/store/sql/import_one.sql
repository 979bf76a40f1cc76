-- One import.
SELECT i.id, i.made_at, i.made_by, s.name AS made_name, i.file_name, i.file_hash, i.mapping_id, i.mapping_version,
       i.reach, i.counts, i.problems, i.undone_at
FROM imports i
LEFT JOIN staff s ON s.id = i.made_by
WHERE i.id = $1
