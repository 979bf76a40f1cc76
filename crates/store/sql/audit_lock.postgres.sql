-- Lets one program at a time seal the audit trail; held until the unit of work ends.
SELECT pg_advisory_xact_lock(hashtext(current_schema() || ' audit seals'))
