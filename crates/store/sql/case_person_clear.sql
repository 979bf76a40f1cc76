-- Nobody takes part in case $1 any more; who does is written anew.
DELETE FROM case_people
WHERE case_id = $1
