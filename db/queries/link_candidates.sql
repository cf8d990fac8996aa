-- Blocking: pairs (new, other) of current accounts that may tell one incident, for the accounts in :ids (a JSON list).
-- Same department (or told by neither); days at most one apart, or one inside the other's range, month or year; or one tells no
-- day, and was published in the :news days after the other, of the same district.
-- Five rules, each on an index: a day against days, any date against ranges, a range against days, a date against the undated,
-- the undated against days.
WITH link_frontier AS (SELECT value AS id FROM json_each(:ids))
SELECT f.id AS left_id, c.id AS right_id
FROM link_frontier f
JOIN accounts a ON a.id = f.id AND a.date_precision = 'day'
JOIN accounts c ON c.department IS a.department
    AND c.date_start BETWEEN date(a.date_start, '-1 day') AND date(a.date_start, '+1 day') AND c.date_precision = 'day'
WHERE c.id <> a.id AND c.country = 'SV' AND c.article_version_id IN (SELECT id FROM current_versions)
UNION
SELECT f.id, c.id
FROM link_frontier f
JOIN accounts a ON a.id = f.id AND a.date_start IS NOT NULL
JOIN accounts c ON c.department IS a.department AND c.date_precision <> 'day'
    AND c.date_start <= date(a.date_end, '+1 day') AND c.date_end >= date(a.date_start, '-1 day')
WHERE c.id <> a.id AND c.country = 'SV' AND c.article_version_id IN (SELECT id FROM current_versions)
UNION
SELECT f.id, c.id
FROM link_frontier f
JOIN accounts a ON a.id = f.id AND a.date_precision NOT IN ('day', 'unknown')
JOIN accounts c ON c.department IS a.department AND c.date_precision = 'day'
    AND c.date_start BETWEEN date(a.date_start, '-1 day') AND date(a.date_end, '+1 day')
WHERE c.id <> a.id AND c.country = 'SV' AND c.article_version_id IN (SELECT id FROM current_versions)
UNION
SELECT f.id, c.id
FROM link_frontier f
JOIN accounts a ON a.id = f.id AND a.date_start IS NOT NULL
JOIN accounts c ON c.department = a.department AND c.district = a.district AND c.date_start IS NULL
    AND c.published_day BETWEEN a.date_end AND date(a.date_end, '+' || :news || ' days')
WHERE c.id <> a.id AND c.country = 'SV' AND c.article_version_id IN (SELECT id FROM current_versions)
UNION
SELECT f.id, c.id
FROM link_frontier f
JOIN accounts a ON a.id = f.id AND a.date_start IS NULL
JOIN accounts c ON c.department = a.department AND c.district = a.district AND c.date_precision = 'day'
    AND c.date_start BETWEEN date(a.published_day, '-' || :news || ' days') AND a.published_day
WHERE c.id <> a.id AND c.country = 'SV' AND c.article_version_id IN (SELECT id FROM current_versions)
