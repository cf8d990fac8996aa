-- Who is blamed for living incidents, by whom, and which outlets say so.
SELECT i.public_id AS incident_id, c.actor, c.attribution, c.attributed_by, c.outlets
FROM incident_actors c JOIN incidents i ON i.id = c.incident_id
WHERE i.status IN ('machine', 'accepted')
ORDER BY i.public_id, c.position
