//: similar
UNWIND $rows AS row
MATCH (c:City {key: row.city})-[t:TWINNED_WITH]-(p:City)
WHERE p.key <> row.other
  AND any(name IN p.names_folded WHERE name IN row.names)
  AND NOT all(source IN t.sources WHERE source IN $own)
  AND NOT EXISTS { MATCH (c)-[:TWINNED_WITH]-(:City {key: row.other}) }
RETURN collect(DISTINCT [row.id, c.name, c.country, p.name, p.country, p.id]) AS rows
