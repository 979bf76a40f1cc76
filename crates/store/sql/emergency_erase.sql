-- Emergency access to a pupil goes with the pupil.
DELETE FROM emergencies WHERE pupil_id = $1
