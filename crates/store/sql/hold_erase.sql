-- Erases the holds of a pupil; those that stand keep the pupil from being erased before it comes to this.
DELETE FROM legal_holds
WHERE pupil_id = $1
