-- Figures over periods, as the current version of each article reports them.
-- Columns that begin with _ are the words around the quote.
SELECT r.outlet, r.url, s.position + 1 AS figure, v.title, r.published_day AS published, s.indicator, s.value,
    s.period_start, s.period_end, s.area, s.source, s.comparison,
    x.quote,
    substr(v.title || char(10) || v.body, max(1, x.start_char - 79), min(80, x.start_char)) AS _before,
    substr(v.title || char(10) || v.body, x.end_char + 1, 80) AS _after
FROM statistics s
JOIN current_versions v ON v.id = s.article_version_id
JOIN articles r ON r.id = v.article_id
LEFT JOIN evidence x ON x.id = (
    SELECT y.id FROM evidence y WHERE y.statistic_id = s.id
    ORDER BY CASE y.field WHEN 'value' THEN 0 ELSE 1 END, y.start_char, y.id LIMIT 1
)
ORDER BY r.published_day, r.url, s.position
