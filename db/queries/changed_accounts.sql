-- What article version :version tells of each incident, in the order of the text, and the incident it is part of (null: none).
SELECT a.position, a.event_type, a.date_start, a.date_end, a.department, a.district, a.deaths_best, a.injured_best, i.public_id
FROM accounts a
LEFT JOIN incident_accounts l ON l.account_id = a.id
LEFT JOIN incidents i ON i.id = l.incident_id
WHERE a.article_version_id = :version
ORDER BY a.position
