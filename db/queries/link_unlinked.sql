-- Accounts that are to be linked again: told in El Salvador by the current version of an article, and either in no incident
-- yet, or in one that has lost an account. Neighbours stand together: by department and day.
WITH lost AS (
    SELECT m.incident_id FROM incident_articles m
    JOIN incidents i ON i.id = m.incident_id AND i.status NOT IN ('merged', 'withdrawn')
    WHERE NOT EXISTS (
        SELECT 1 FROM article_versions v
        JOIN accounts a ON a.article_version_id = v.id
        JOIN incident_accounts l ON l.account_id = a.id
        WHERE v.article_id = m.article_id AND l.incident_id = m.incident_id
    )
)
SELECT a.id FROM accounts a
JOIN current_versions v ON v.id = a.article_version_id
LEFT JOIN incident_accounts l ON l.account_id = a.id
WHERE a.country = 'SV' AND (l.account_id IS NULL OR l.incident_id IN (SELECT incident_id FROM lost))
ORDER BY a.department, a.date_start, a.id
