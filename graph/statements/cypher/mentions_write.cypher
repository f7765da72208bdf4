UNWIND $rows AS row
MERGE (m:Mention {key: row.key})
WITH m, row, m.city AS old
SET m += row
RETURN collect([m.key, old, m.city]) AS rows
