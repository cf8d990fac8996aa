-- Every story of an outlet that is known: is its text stored, what came of its URL, and what tells its day. Forms of other stories
-- and sections that hold no crime news are left out.
SELECT u.url, u.state, a.id IS NOT NULL AS stored, a.published_day, json_extract(u.hints, '$.published') AS told
FROM urls u LEFT JOIN articles a ON a.url = u.url
WHERE u.outlet = :outlet AND (u.state <> 'skipped' OR a.id IS NOT NULL)
UNION ALL
SELECT a.url, 'fetched', 1, a.published_day, NULL
FROM articles a WHERE a.outlet = :outlet AND NOT EXISTS (SELECT 1 FROM urls u WHERE u.url = a.url)
