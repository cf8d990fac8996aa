-- Which values of incidents changed since :since, in the order of the changes.
SELECT i.public_id, c.changed
FROM incident_changes c JOIN incidents i ON i.id = c.incident_id
WHERE c.changed_at >= :since
ORDER BY c.changed_at, c.version
