-- Stories in whose place a stub stands, met since :since (null: ever), of :outlet (null: all), of the article :article (its id or
-- URL; null: all).
SELECT r.id AS article_id, r.outlet, r.url, r.published_day, s.since, s.words,
    (SELECT v.title FROM article_versions v WHERE v.article_id = r.id ORDER BY v.version DESC LIMIT 1) AS title
FROM article_stubs s JOIN articles r ON r.id = s.article_id
WHERE (:since IS NULL OR s.since >= :since) AND (:outlet IS NULL OR r.outlet = :outlet)
AND (:article IS NULL OR r.url = :article OR CAST(r.id AS TEXT) = :article)
ORDER BY s.since, r.url
