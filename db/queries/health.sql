-- Each outlet: how its last crawl went, when it last went well, and what is stored of it.
SELECT o.id AS outlet, last.status, last.started_at AS last_crawl, last.reasons,
    (SELECT max(r.started_at) FROM run_outlets x JOIN runs r ON r.id = x.run_id WHERE r.stage = 'crawl' AND x.outlet = o.id AND x.status = 'ok') AS last_ok,
    (SELECT count(*) FROM articles a WHERE a.outlet = o.id) AS articles,
    (SELECT max(a.published_day) FROM articles a WHERE a.outlet = o.id AND a.published_day <= date('now')) AS newest_article,
    (SELECT count(*) FROM urls u WHERE u.outlet = o.id AND u.state = 'failed') AS failed_urls
FROM outlets o
LEFT JOIN (
    SELECT x.outlet, x.status, x.reasons, r.started_at, max(x.run_id)
    FROM run_outlets x JOIN runs r ON r.id = x.run_id WHERE r.stage = 'crawl' GROUP BY x.outlet
) last ON last.outlet = o.id
ORDER BY o.id
