-- Newest versions of articles that pipeline version :pipeline has not tried to read yet, oldest article first; with :retry also
-- those that it failed to read.
SELECT v.id
FROM article_versions v
JOIN articles a ON a.id = v.article_id
LEFT JOIN extractions e ON e.article_version_id = v.id
WHERE v.version = (SELECT max(version) FROM article_versions w WHERE w.article_id = v.article_id)
AND (e.article_version_id IS NULL OR e.pipeline_version <> :pipeline OR (:retry AND e.error IS NOT NULL))
ORDER BY a.published_day, a.url
