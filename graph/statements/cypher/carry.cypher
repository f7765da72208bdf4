UNWIND $rows AS row
MATCH (s:Statement {id: row.id})
WITH s, s.in_force AS before
SET s.carried = CASE WHEN $seq IN s.carried THEN s.carried ELSE s.carried + $seq END
SET s.in_force = /*{in_force}*/
RETURN collect([s.id, before, s.in_force, s.subject, s.source, s.type]) AS rows
