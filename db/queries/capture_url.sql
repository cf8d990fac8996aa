-- The URL that a capture would belong to: is its text stored from a page, is it a form of another story, is a capture with this content known?
SELECT u.id, u.source,
    EXISTS (
        SELECT 1 FROM articles a JOIN article_versions v ON v.article_id = a.id
        WHERE a.url = u.url AND coalesce(json_extract(v.sources, '$.body'), '') <> 'file'
    ) AS stored,
    u.state = 'skipped' AND (u.reason LIKE 'same story as %' OR u.reason LIKE 'moved to %') AS other_story,
    EXISTS (SELECT 1 FROM captures c WHERE c.url_id = u.id AND c.digest = :digest) AS same_content
FROM urls u
WHERE u.url = :url
