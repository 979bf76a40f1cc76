-- No question of case $1 waits any more; those that do are written anew.
DELETE FROM case_questions
WHERE case_id = $1
