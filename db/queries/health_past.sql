-- The crawls of :outlet before run :before and since the moment :since, newest first; failed ones tell nothing of what is usual.
SELECT r.started_at, o.counts
FROM run_outlets o JOIN runs r ON r.id = o.run_id
WHERE o.outlet = :outlet AND r.stage = 'crawl' AND r.id < :before AND r.started_at >= :since AND o.status <> 'failed'
ORDER BY r.id DESC
