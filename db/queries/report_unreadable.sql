-- Articles whose last reading failed.
SELECT r.url, e.error
FROM extractions e JOIN article_versions v ON v.id = e.article_version_id JOIN articles r ON r.id = v.article_id
WHERE e.error IS NOT NULL
ORDER BY r.url
