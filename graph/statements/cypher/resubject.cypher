UNWIND $rows AS row
MATCH (s:Statement {id: row.id})
SET s.subject = row.subject
