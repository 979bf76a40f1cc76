-- A unit of work.
BEGIN
