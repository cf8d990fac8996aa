-- Incidents that linking :accounts, of :articles (JSON lists), may change: they hold one of these accounts; or one of these
-- articles told them when they were last linked and holds no account of theirs now.
WITH wanted AS (
    SELECT l.incident_id FROM incident_accounts l WHERE l.account_id IN (SELECT value FROM json_each(:accounts))
    UNION
    SELECT m.incident_id FROM incident_articles m
    WHERE m.article_id IN (SELECT value FROM json_each(:articles))
    AND NOT EXISTS (
        SELECT 1 FROM article_versions v
        JOIN accounts a ON a.article_version_id = v.id
        JOIN incident_accounts l ON l.account_id = a.id
        WHERE v.article_id = m.article_id AND l.incident_id = m.incident_id
    )
)
SELECT i.*,
    (SELECT json_group_array(l.account_id) FROM incident_accounts l WHERE l.incident_id = i.id) AS account_ids,
    (SELECT json_group_array(m.article_id) FROM incident_articles m WHERE m.incident_id = i.id) AS article_ids
FROM incidents i
WHERE i.id IN (SELECT incident_id FROM wanted) AND i.status <> 'merged'
ORDER BY i.public_id
