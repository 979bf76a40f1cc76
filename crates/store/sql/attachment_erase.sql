-- Every paper and picture goes with the pupil.
DELETE FROM attachments WHERE pupil_id = $1
