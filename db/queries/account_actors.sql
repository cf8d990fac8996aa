-- Blamed actors of accounts (:ids is a JSON list), in their order.
SELECT * FROM account_actors WHERE account_id IN (SELECT value FROM json_each(:ids)) ORDER BY account_id, position
