-- The URL that a capture would belong to: is its text stored, is it a form of another story, is a capture with this content known?
SELECT u.id, u.source,
    EXISTS (SELECT 1 FROM articles a WHERE a.url = u.url) AS stored,
    u.state = 'skipped' AND (u.reason LIKE 'same story as %' OR u.reason LIKE 'moved to %') AS other_story,
    EXISTS (SELECT 1 FROM captures c WHERE c.url_id = u.id AND c.digest = :digest) AS same_content
FROM urls u
WHERE u.url = :url
