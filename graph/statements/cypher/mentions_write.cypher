UNWIND $rows AS row
MERGE (m:Mention {key: row.key})
WITH m, row, m.city AS old
SET m = row
RETURN m.key AS key, old, m.city AS new
