-- Captures of an outlet to fetch now, made between two moments, or of a story whose captures between them were no use. Of each
-- story the earliest that is due, plain URLs before other forms: the next one may be superfluous when this one is settled.
SELECT id FROM (
    SELECT c.id, c.captured_at, row_number() OVER (PARTITION BY c.url_id ORDER BY c.twin, c.captured_at, c.id) AS place
    FROM captures c JOIN urls u ON u.id = c.url_id
    WHERE u.outlet = :outlet AND c.due_at <= :at
    AND (c.captured_at BETWEEN :first AND :last OR json_extract(u.hints, '$.all_captures'))
)
WHERE place = 1
ORDER BY captured_at, id
