//: towns
MATCH (c:City)
WHERE EXISTS { (c)-[:TWINNED_WITH|MEMBER_OF]-() } OR EXISTS { (c)-[:TAKES_PART]->(:Programme|Event) }
RETURN c.id AS id, c.name AS name, c.country AS country, c.region AS region, c.lat AS lat, c.lon AS lon,
  c.population AS population
ORDER BY id
//: links
MATCH (c:City)-[t:TWINNED_WITH]->(p:City)
RETURN c.id AS a, p.id AS b, t.kind AS kind, t.status AS status, t.stated AS stated, t.since AS since, t.until AS until,
  t.sources AS sources, t.topics AS topics
//: rings
MATCH (r:Ring)
RETURN r.id AS id, r.name AS name, r.kind AS kind, r.founded AS founded
ORDER BY name, id
//: members
MATCH (c:City)-[m:MEMBER_OF]->(r:Ring)
RETURN r.id AS ring, c.id AS town, m.since AS since, m.until AS until, m.status AS status, m.sources AS sources
ORDER BY ring, town
//: programmes
MATCH (p:Programme)
RETURN p.id AS id, p.name AS name, p.title AS title, p.title_de AS title_de, p.title_en AS title_en, p.kind AS kind,
  COLLECT { MATCH (c:City)-[:TAKES_PART]->(p) RETURN DISTINCT c.id ORDER BY c.id } AS towns
ORDER BY name, id
//: events
MATCH (e:Event)
RETURN e.id AS id, e.title AS title, e.title_de AS title_de, e.title_en AS title_en, e.kind AS kind,
  e.status AS status, e.begin AS begin, COLLECT {
    MATCH (c:City)-[r:TAKES_PART]->(e) WHERE r.role IN ['place', 'host'] RETURN c.id ORDER BY r.role DESC, c.name, c.id
  } AS at, COLLECT { MATCH (c:City)-[:TAKES_PART]->(e) RETURN DISTINCT c.id ORDER BY c.id } AS towns
ORDER BY begin, id
//: topics
UNWIND $ids AS id
MATCH (t:Topic {id: id})
RETURN t.id AS id, t.name AS name, t.name_de AS name_de, t.name_en AS name_en
//: sources
UNWIND $ids AS id
MATCH (s:Source {id: id})
RETURN s.id AS id, s.title AS title, s.url AS url, s.licence AS licence
//: size
RETURN COUNT { MATCH (:City) } AS towns, COUNT { MATCH ()-[:TWINNED_WITH]->() } AS links
//: most
MATCH (c:City)
WITH c.id AS id, COUNT { (c)-[:TWINNED_WITH]-() } AS links
ORDER BY links DESC, id LIMIT $most
RETURN id
//: partners
UNWIND $cities AS id
MATCH (:City {id: id})-[:TWINNED_WITH]-(p:City)
RETURN DISTINCT p.id AS id ORDER BY id LIMIT $most
//: some-towns
UNWIND $chosen AS id
MATCH (c:City {id: id})
RETURN c.id AS id, c.name AS name, c.country AS country, c.region AS region, c.lat AS lat, c.lon AS lon,
  c.population AS population
ORDER BY id
//: some-links
UNWIND $chosen AS id
MATCH (c:City {id: id})
CALL (c) {
  MATCH (c)-[t:TWINNED_WITH]->(p:City)
  RETURN t, p
}
WITH c, t, p WHERE $among[p.id] // a map, for a list would be gone through each time
RETURN c.id AS a, p.id AS b, t.kind AS kind, t.status AS status, t.stated AS stated, t.since AS since, t.until AS until,
  t.sources AS sources, t.topics AS topics
//: some-members
UNWIND $chosen AS id
MATCH (c:City {id: id})-[m:MEMBER_OF]->(r:Ring)
RETURN r.id AS ring, c.id AS town, m.since AS since, m.until AS until, m.status AS status, m.sources AS sources
ORDER BY ring, town
//: credits
CALL () {
  MATCH (c:City)-[t:TWINNED_WITH]->(p:City)
  WHERE /*{link}*/ /*{either}*/ /*{some}*/
  UNWIND t.sources AS id
  RETURN id, count(*) AS said
  UNION ALL
  MATCH (c:City)-[m:MEMBER_OF]->(r:Ring)
  WHERE r.kind <> 'association' AND /*{member_m}*/ /*{there}*/ /*{some}*/
  UNWIND m.sources AS id
  RETURN id, count(*) AS said
}
WITH id, sum(said) AS said
MATCH (s:Source {id: id})
RETURN s.id AS id, s.title AS title, s.url AS url, s.licence AS licence, said
ORDER BY said DESC, title, id
//: either
AND $country IN [c.country, p.country]
//: there
AND c.country = $country
//: some
AND c.id IN $chosen
