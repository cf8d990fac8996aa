-- How each outlet fared in the crawl of nightly run :run.
SELECT o.outlet, o.status, o.reasons, o.counts
FROM run_outlets o
WHERE o.run_id = (SELECT max(id) FROM runs WHERE stage = 'crawl' AND id > :run)
ORDER BY o.outlet
