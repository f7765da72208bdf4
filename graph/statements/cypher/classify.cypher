UNWIND $rows AS row
OPTIONAL MATCH (t:Statement {id: row.id})
RETURN collect([row.id, any(s IN [t] WHERE t IS NOT NULL AND /*{in_force}*/), EXISTS {
    MATCH (o:Statement {subject: row.subject})
    USING INDEX o:Statement(subject)
    WHERE o.source = row.source AND o.id <> row.id AND any(s IN [o] WHERE /*{in_force}*/) AND /*{ours}*/
  }]) AS rows
