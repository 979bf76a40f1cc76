-- Lets one at a time count for an account or an address; held until the unit of work ends.
SELECT pg_advisory_xact_lock(hashtext(current_schema() || ' throttle ' || $1::text))
