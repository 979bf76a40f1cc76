-- A unit of work that writes; waits for the one writer there may be.
BEGIN IMMEDIATE
