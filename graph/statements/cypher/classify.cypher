UNWIND $rows AS row
OPTIONAL MATCH (s:Statement {id: row.id})
RETURN collect([row.id, coalesce(s.in_force, false), EXISTS {
    MATCH (o:Statement {subject: row.subject})
    WHERE o.source = row.source AND o.in_force AND o.id <> row.id AND NOT $seq IN o.carried AND /*{ours}*/
  }]) AS rows
