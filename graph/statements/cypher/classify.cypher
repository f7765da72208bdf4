UNWIND $rows AS row
OPTIONAL MATCH (s:Statement {id: row.id})
RETURN collect([row.id, coalesce(s.in_force AND any(seq IN s.carried WHERE seq <> $seq AND NOT seq IN $undone), false), EXISTS {
    MATCH (o:Statement {subject: row.subject})
    USING INDEX o:Statement(subject)
    WHERE o.source = row.source AND o.in_force AND o.id <> row.id AND NOT $seq IN o.carried AND /*{ours}*/
  }]) AS rows
