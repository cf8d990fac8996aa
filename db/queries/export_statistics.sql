-- Figures over periods, as the current version of each article reports them.
SELECT r.outlet, r.url, s.position + 1 AS figure, v.title, r.published_day AS published, s.indicator, s.value,
    s.period_start, s.period_end, s.area, s.source, s.comparison,
    (SELECT x.quote FROM evidence x WHERE x.statistic_id = s.id
     ORDER BY CASE x.field WHEN 'value' THEN 0 ELSE 1 END, x.start_char, x.id LIMIT 1) AS quote
FROM statistics s
JOIN current_versions v ON v.id = s.article_version_id
JOIN articles r ON r.id = v.article_id
ORDER BY r.published_day, r.url, s.position
