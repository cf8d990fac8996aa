-- Living incidents for people to read: victims, actors and outlets in words.
WITH groups AS (
    SELECT incident_id, min(position) AS position, sum(count) AS count, outcome,
        CASE WHEN types LIKE '%relative_of_security_force%' AND relation_to IS NOT NULL THEN 'relative of ' || relation_to
             ELSE (SELECT group_concat(value, ' and ') FROM json_each(types)) END AS who
    FROM incident_victims GROUP BY incident_id, outcome, types, relation_to
)
SELECT i.public_id, i.date_start, i.date_end, i.date_precision, i.department, i.district, i.locality, i.event_type,
    i.deaths_low, i.deaths_best, i.deaths_high,
    (SELECT group_concat(coalesce(g.count || ' ', '') || g.who || iif(g.outcome = 'killed', '', ' ' || g.outcome), ', ')
     FROM (SELECT * FROM groups WHERE incident_id = i.id ORDER BY outcome <> 'killed', position) g) AS victims,
    (SELECT group_concat(c.actor || ' (' || c.attribution || ')', ', ')
     FROM (SELECT * FROM incident_actors WHERE incident_id = i.id ORDER BY position) c) AS actors,
    (SELECT group_concat(value, ', ') FROM json_each(i.outlets)) AS outlets,
    (SELECT group_concat(key, ', ') FROM json_each(i.conflicts)) AS conflicts
FROM incidents i
WHERE i.status IN ('machine', 'accepted')
ORDER BY i.date_start, i.public_id
