-- Articles whose newest text was not compared with the others yet, with that text and the day it counts as of.
SELECT r.id AS article_id, coalesce(r.published_day, substr(r.first_seen_at, 1, 10)) AS day,
    v.title || char(10) || v.body AS text, v.text_digest
FROM articles r
JOIN article_versions v ON v.article_id = r.id
    AND v.version = (SELECT max(w.version) FROM article_versions w WHERE w.article_id = r.id)
LEFT JOIN text_sketches s ON s.article_id = r.id
WHERE s.article_id IS NULL OR s.text_digest <> v.text_digest
ORDER BY r.id
