-- Articles that share a key with article :id and were published within :window days of :day, with their newest text.
SELECT s.article_id, v.title || char(10) || v.body AS text
FROM text_sketches s
JOIN article_versions v ON v.article_id = s.article_id
    AND v.version = (SELECT max(w.version) FROM article_versions w WHERE w.article_id = s.article_id)
WHERE s.article_id IN (
    SELECT k.article_id FROM text_keys mine JOIN text_keys k ON k.key = mine.key
    WHERE mine.article_id = :id AND k.article_id <> :id
) AND abs(s.day - :day) <= :window AND s.text_digest = v.text_digest
ORDER BY s.article_id
