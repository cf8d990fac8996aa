-- Article versions that changed a story, with the version before, oldest first: fetched since :since and before :before (null:
-- no bound), of :outlet (null: all), of the article :article (its id or URL; null: all).
SELECT r.id AS article_id, r.outlet, r.url, r.published_day, v.id AS version_id, v.version, v.fetched_at,
    v.title, v.body, w.id AS before_id, w.title AS title_before, w.body AS body_before
FROM article_versions v
JOIN article_versions w ON w.article_id = v.article_id AND w.version = v.version - 1
JOIN articles r ON r.id = v.article_id
WHERE v.version > 1
AND (:since IS NULL OR v.fetched_at >= :since) AND (:before IS NULL OR v.fetched_at < :before)
AND (:outlet IS NULL OR r.outlet = :outlet)
AND (:article IS NULL OR r.url = :article OR CAST(r.id AS TEXT) = :article)
ORDER BY v.fetched_at, r.url, v.version
