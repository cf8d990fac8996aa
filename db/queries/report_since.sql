-- From when the report of nightly run :run tells: its start, or that of the nights before it that were cut short and told nothing.
SELECT min(n.started_at) AS since FROM runs n
WHERE n.stage = 'nightly' AND n.id <= :run
AND n.id > (SELECT coalesce(max(d.id), 0) FROM runs d WHERE d.stage = 'nightly' AND d.id < :run AND d.finished_at IS NOT NULL)
