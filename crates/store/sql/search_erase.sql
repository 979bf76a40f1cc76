-- Erases the words of a pupil's cases from what can be searched.
DELETE FROM search_entries
WHERE pupil_id = $1
