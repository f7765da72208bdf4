UNWIND $sources AS source
MATCH (o:Statement {source: source})
WHERE o.in_force AND NOT $seq IN o.carried AND /*{ours}*/
WITH o, source, EXISTS {
  MATCH (n:Statement {subject: o.subject})
  WHERE n.source = source AND $seq IN n.carried
} AS changed
WHERE changed OR $prune AND source <> 'geonames'
RETURN o.id AS id, changed, o.subject AS subject, CASE WHEN $told AND NOT changed THEN o.content END AS content
