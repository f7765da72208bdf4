UNWIND $sources AS source
MATCH (o:Statement {source: source})
WHERE o.in_force AND NOT $seq IN o.carried AND /*{ours}*/
  AND ($prune AND source <> 'geonames' OR EXISTS {
    MATCH (n:Statement {subject: o.subject})
    WHERE n.source = source AND $seq IN n.carried
  })
RETURN o.id AS id
