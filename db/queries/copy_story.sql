-- The row of a story whose page was found under another form of its URL.
INSERT INTO urls (outlet, url, seen_url, source, state, discovered_at, fetched_at)
SELECT outlet, :story, seen_url, 'canonical', 'fetched', :at, :at
FROM urls WHERE id = :id
ON CONFLICT (url) DO UPDATE SET state = 'fetched', reason = NULL, fetched_at = :at WHERE state <> 'fetched'
