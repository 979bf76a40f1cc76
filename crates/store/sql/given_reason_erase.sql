-- Every reason given for an act about a pupil goes with the pupil.
DELETE FROM given_reasons WHERE pupil_id = $1
