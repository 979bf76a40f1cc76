-- What $1 had opened to pupil $2 and has not ended ends at $3: whoever opens again says why again.
UPDATE emergencies SET ended_at = $3, ended_by = $1
WHERE person_id = $1 AND pupil_id = $2 AND ended_at IS NULL AND until_at > $3
