-- Takes $2 positions of topic $1; the row stays locked until the unit of work ends, so positions are in order of commit.
UPDATE change_sequence
SET position = position + $2
WHERE topic = $1
RETURNING position
