-- Stories of each outlet by civil day in El Salvador, from day :since to day :until: the day that the story tells, else the day it was
-- first seen on. Days without a story have no row. Of one outlet, or with :outlet null of all.
SELECT outlet, day, count(*) AS stories
FROM (
    SELECT outlet, published_day AS day FROM articles
    WHERE published_day BETWEEN :since AND :until AND (:outlet IS NULL OR outlet = :outlet)
    UNION ALL
    SELECT outlet, date(first_seen_at, '-6 hours') FROM articles
    WHERE published_day IS NULL AND date(first_seen_at, '-6 hours') BETWEEN :since AND :until AND (:outlet IS NULL OR outlet = :outlet)
)
GROUP BY outlet, day
ORDER BY outlet, day
