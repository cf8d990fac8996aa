-- Incidents that a night made or changed: :since is its start.
SELECT public_id, status, merged_into, event_type, date_start, date_end, date_precision, department, district,
    deaths_low, deaths_best, deaths_high, outlets, conflicts, version, created_at, updated_at
FROM incidents
WHERE updated_at >= :since
ORDER BY public_id
