-- Linked accounts of article versions that a newer one has replaced.
SELECT l.account_id FROM incident_accounts l
JOIN accounts a ON a.id = l.account_id
WHERE a.article_version_id NOT IN (SELECT id FROM current_versions)
