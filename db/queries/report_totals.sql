-- What the database holds.
SELECT
    (SELECT count(*) FROM articles) AS articles,
    (SELECT count(*) FROM incidents WHERE status IN ('machine', 'accepted')) AS incidents,
    (SELECT coalesce(sum(deaths_best), 0) FROM incidents WHERE status IN ('machine', 'accepted')) AS deaths,
    (SELECT count(*) FROM statistics s JOIN current_versions v ON v.id = s.article_version_id) AS statistics
