-- Living incidents: neither merged, withdrawn nor rejected.
SELECT i.public_id AS incident_id, i.status, i.event_type, i.date_start, i.date_end, i.date_precision,
    i.department, i.district, i.locality, i.place_precision,
    i.deaths_low, i.deaths_best, i.deaths_high, i.injured_low, i.injured_best, i.injured_high,
    i.weapon, i.outlets,
    (SELECT count(*) FROM incident_accounts l WHERE l.incident_id = i.id) AS accounts,
    i.conflicts, i.version, i.updated_at
FROM incidents i
WHERE i.status IN ('machine', 'accepted')
ORDER BY i.public_id
