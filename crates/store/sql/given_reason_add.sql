-- Somebody gives a reason for an act about a pupil.
INSERT INTO given_reasons (act_id, number, pupil_id, person_id, about, reason, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
