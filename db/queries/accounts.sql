-- Accounts by id (:ids is a JSON list), with the article that holds each.
SELECT a.*, v.article_id, r.outlet, r.url, r.published_day, coalesce(e.kind, 'other') AS kind,
    (SELECT count(*) FROM accounts x WHERE x.article_version_id = a.article_version_id) AS siblings
FROM accounts a
JOIN article_versions v ON v.id = a.article_version_id
JOIN articles r ON r.id = v.article_id
LEFT JOIN extractions e ON e.article_version_id = v.id
WHERE a.id IN (SELECT value FROM json_each(:ids))
