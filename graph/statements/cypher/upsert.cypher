UNWIND $rows AS row
MERGE (s:Statement {id: row.id})
ON CREATE SET s.source = row.source, s.type = row.type, s.content = row.content, s.a = row.a, s.b = row.b,
  s.subject = row.subject, s.carried = [], s.withdrawn = [], s.in_force = false
WITH s, s.in_force AS before
SET s.carried = CASE WHEN $seq IN s.carried THEN s.carried ELSE s.carried + $seq END
SET s.in_force = /*{in_force}*/
RETURN s.id AS id, before, s.in_force AS after, s.subject AS subject
