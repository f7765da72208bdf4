UNWIND $rows AS row
MATCH (a:City {key: row.a})
MATCH (b:City {key: row.b})
CALL (a, b) {
  MATCH (a)-[old:TWINNED_WITH]->(b)
  DELETE old
}
FOREACH (fields IN row.phases | CREATE (a)-[t:TWINNED_WITH]->(b) SET t = fields)
