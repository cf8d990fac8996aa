-- Victim groups of living incidents, in their order.
SELECT i.public_id AS incident_id, v.position + 1 AS victim_group, v.types, v.count, v.outcome, v.relation_to, v.kin,
    v.affiliation, v.sex, v.ages, v.names, v.duty_status
FROM incident_victims v JOIN incidents i ON i.id = v.incident_id
WHERE i.status IN ('machine', 'accepted')
ORDER BY i.public_id, v.position
