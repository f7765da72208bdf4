UNWIND $rows AS row
MATCH (a:City {key: row.a})
MATCH (b:City {key: row.b})
CREATE (a)-[t:TWINNED_WITH]->(b)
SET t = row.fields
