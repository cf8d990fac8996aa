-- Captures of an outlet to fetch now, made between two moments: the earliest of each story first, plain URLs before other forms.
SELECT id FROM (
    SELECT c.id, c.captured_at, c.due_at, row_number() OVER (PARTITION BY c.url_id ORDER BY c.twin, c.captured_at, c.id) AS place
    FROM captures c JOIN urls u ON u.id = c.url_id
    WHERE u.outlet = :outlet
)
WHERE due_at <= :at AND captured_at >= :first AND captured_at <= :last
ORDER BY place, captured_at, id
