-- The accounts behind each living incident: what each article says of it, where, and the words that show it.
-- Columns that begin with _ are the words around the quote.
SELECT i.public_id AS incident_id, r.outlet, r.url, a.position + 1 AS account, v.title, r.published_day AS published,
    e.kind AS article_kind, v.version AS article_version, v.fetched_at AS retrieved_at,
    a.event_type, a.date_start, a.date_end, a.date_precision, a.department, a.district, a.locality,
    a.deaths_best, a.injured_best, l.match_weight, l.decided_by,
    (SELECT o.url FROM text_pairs p JOIN articles o ON o.id = iif(p.article_id = r.id, p.other_id, p.article_id)
        WHERE p.relation = 'same' AND r.id IN (p.article_id, p.other_id)
            AND (coalesce(o.published_day, o.first_seen_at), o.id) < (coalesce(r.published_day, r.first_seen_at), r.id)
        ORDER BY coalesce(o.published_day, o.first_seen_at), o.id LIMIT 1) AS same_text_as,
    x.quote,
    substr(v.title || char(10) || v.body, max(1, x.start_char - 79), min(80, x.start_char)) AS _before,
    substr(v.title || char(10) || v.body, x.end_char + 1, 80) AS _after
FROM incident_accounts l
JOIN incidents i ON i.id = l.incident_id
JOIN accounts a ON a.id = l.account_id
JOIN article_versions v ON v.id = a.article_version_id
JOIN articles r ON r.id = v.article_id
JOIN extractions e ON e.article_version_id = v.id
LEFT JOIN evidence x ON x.id = (
    SELECT y.id FROM evidence y WHERE y.account_id = a.id
    ORDER BY CASE y.field WHEN 'deaths' THEN 0 WHEN 'event_type' THEN 1 WHEN 'date' THEN 2 ELSE 3 END, y.start_char, y.id LIMIT 1
)
WHERE i.status IN ('machine', 'accepted')
ORDER BY i.public_id, r.published_day, r.url, a.position
