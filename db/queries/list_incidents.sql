-- Living incidents for people to read: victims, actors and outlets in words.
SELECT i.public_id, i.date_start, i.date_end, i.date_precision, i.department, i.district, i.locality, i.event_type,
    i.deaths_low, i.deaths_best, i.deaths_high,
    (SELECT group_concat(coalesce(v.count || ' ', '') || (SELECT group_concat(value, '+') FROM json_each(v.types))
        || iif(v.outcome = 'killed', '', ' ' || v.outcome), ', ')
     FROM (SELECT * FROM incident_victims WHERE incident_id = i.id ORDER BY position) v) AS victims,
    (SELECT group_concat(c.actor || ' (' || c.attribution || ')', ', ')
     FROM (SELECT * FROM incident_actors WHERE incident_id = i.id ORDER BY position) c) AS actors,
    (SELECT group_concat(value, ', ') FROM json_each(i.outlets)) AS outlets,
    (SELECT group_concat(key, ', ') FROM json_each(i.conflicts)) AS conflicts
FROM incidents i
WHERE i.status IN ('machine', 'accepted')
ORDER BY i.date_start, i.public_id
