-- Captures of an outlet to fetch now, made between two moments: of each story the earliest that is due, plain URLs before other
-- forms. The next one of a story is due when this one is settled, and may be superfluous by then.
SELECT id FROM (
    SELECT c.id, c.captured_at, row_number() OVER (PARTITION BY c.url_id ORDER BY c.twin, c.captured_at, c.id) AS place
    FROM captures c JOIN urls u ON u.id = c.url_id
    WHERE u.outlet = :outlet AND c.due_at <= :at AND c.captured_at >= :first AND c.captured_at <= :last
)
WHERE place = 1
ORDER BY captured_at, id
