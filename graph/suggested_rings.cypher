//: towns
MATCH (c:City)
WHERE EXISTS { (c)-[:TWINNED_WITH]-() }
RETURN c.id AS id, c.name AS name, c.country AS country
ORDER BY id
//: pairs
MATCH (a:City)-[t:TWINNED_WITH]->(b:City)
WHERE /*{link}*/
RETURN DISTINCT a.id AS a, b.id AS b
ORDER BY a, b
//: known
MATCH (c:City)-[m:MEMBER_OF]->(r:Ring)
WHERE /*{member_m}*/
WITH r, c ORDER BY c.id
RETURN r.id AS id, r.name AS name, collect(c.id) AS towns
ORDER BY id
//: refused
MATCH (s:Statement)
WHERE s.subject STARTS WITH 'refusal:' AND s.in_force
RETURN s.content AS content
ORDER BY s.id
//: members
UNWIND $ids AS id
MATCH (c:City {id: id})
RETURN c.id AS id, c.key AS key, c.name AS name, c.country AS country, c.geonames AS geonames, c.kind AS kind,
  c.lat AS lat, c.lon AS lon
ORDER BY name, id
//: ring
MATCH (r:Ring {id: $id}) RETURN r.id AS id
