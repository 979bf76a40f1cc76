-- Takes every recovery code of a member of staff away.
DELETE FROM recovery_codes
WHERE staff_id = $1
