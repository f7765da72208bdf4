UNWIND $ids AS id
MATCH (s:Statement {id: id})
WITH s, s.in_force AS before
SET s.in_force = /*{in_force}*/
RETURN collect([s.id, before, s.in_force, s.subject, s.source, s.type]) AS rows
