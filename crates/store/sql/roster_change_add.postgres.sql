-- Says which things of kind $2, given as a JSON list of ids $3, changed at position $1 of the roster.
INSERT INTO roster_changes (position, kind, subject_id)
SELECT $1, $2, value::uuid
FROM jsonb_array_elements_text($3::text::jsonb)
ON CONFLICT DO NOTHING
