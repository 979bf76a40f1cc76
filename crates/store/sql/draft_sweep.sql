-- Takes away drafts saved before an instant.
DELETE FROM drafts
WHERE saved_at < $1
