-- Stories of an outlet that have captures, none of them good and none still to try, where the archive was asked for the first only.
SELECT u.id, u.url, min(c.address) AS address
FROM urls u JOIN captures c ON c.url_id = u.id
WHERE u.outlet = :outlet AND u.state IN ('failed', 'gone') AND json_extract(u.hints, '$.all_captures') IS NULL
GROUP BY u.id
HAVING sum(c.state = 'fetched') = 0 AND sum(c.due_at IS NOT NULL) = 0
ORDER BY u.id
