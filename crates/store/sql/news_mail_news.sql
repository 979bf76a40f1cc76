-- There is news about pupil $1 from somebody other than $2 on day $3: who of the child or its parents with custody has
-- chosen mail gets one, now ($4) or when $5 microseconds have passed since the last; the child when it is of what the
-- child's page shows ($6).
UPDATE news_mail
SET what = 'news', tries = 0,
    due_at = CASE WHEN sent_at IS NULL OR sent_at + $5 < $4 THEN $4 ELSE sent_at + $5 END
WHERE confirmed_at IS NOT NULL AND what IS NULL AND person_id <> $2
  AND person_id IN (
    SELECT g.staff_id FROM role_grants g
    WHERE g.pupil_id = $1 AND (g.role = 'guardian' OR (g.role = 'child' AND $6)) AND g.from_day <= $3 AND (g.to_day IS NULL OR g.to_day >= $3)
  )
