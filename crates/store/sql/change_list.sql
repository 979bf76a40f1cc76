-- How far each topic has come.
SELECT topic, position
FROM change_sequence
ORDER BY topic
