//: towns
UNWIND $ids AS id
MATCH (c:City {id: id})
CALL (c) {
  MATCH (m:Mention {city: c.key})
  RETURN m {.name, .country, .region, .lat, .lon} AS mention ORDER BY m.country IS NULL, m.key LIMIT 1
}
RETURN c.id AS id, c.key AS key, c.name AS name, c.country AS country, c.region AS region, c.geonames AS geonames,
  c.population AS population, c.lat AS lat, c.lon AS lon, mention
//: of-key
MATCH (c:City {key: $key}) RETURN c.id AS id
//: source
MATCH (s:Source {id: $id})
RETURN s.id AS id, s.title AS title, s.url AS url, s.publisher AS publisher, s.date AS date, s.licence AS licence
//: ring-said
MATCH (s:Statement {subject: $subject})
WHERE s.source = $source AND s.in_force
RETURN s.content AS content ORDER BY s.id
//: link
MATCH (:City {id: $a})-[t:TWINNED_WITH]-(:City {id: $b})
CALL (t) {
  MATCH (s:Source) WHERE s.id IN t.sources RETURN collect(s {.id, .title, .url}) AS sources
}
RETURN t.kind AS kind, t.since AS since, t.until AS until, t.status AS status, sources
ORDER BY since, kind
//: similar-links
MATCH (a:City {id: $a})-[t:TWINNED_WITH]-(p:City)
WHERE p.id <> $b AND (any(name IN p.names_folded WHERE name IN $names) OR point.distance(p.location, point({latitude: $lat, longitude: $lon})) < $metres)
RETURN a.id AS of, a.name AS of_name, p.id AS id, p.name AS name, p.country AS country, p.region AS region, t.since AS since, t.kind AS kind
ORDER BY name, id LIMIT 5
//: membership
MATCH (:City {id: $town})-[m:MEMBER_OF]->(:Ring {id: $ring})
CALL (m) {
  MATCH (s:Source) WHERE s.id IN m.sources RETURN collect(s {.id, .title, .url}) AS sources
}
RETURN m.since AS since, m.until AS until, m.status AS status, m.role AS role, sources
//: ring
MATCH (r:Ring {id: $id}) RETURN r.id AS id, r.name AS name
//: rings
MATCH (r:Ring) RETURN r.name AS name ORDER BY name
//: event
MATCH (e:Event {id: $id})
CALL (e) {
  MATCH (s:Source) WHERE s.id IN e.sources RETURN collect(s {.id, .title, .url}) AS sources
}
RETURN e.id AS id, e.title AS title, e.kind AS kind, e.status AS status, e.begin AS begin, e.end AS end, e.place AS place, sources
//: similar-events
UNWIND $towns AS town
MATCH (:City {id: town})-[:TAKES_PART]->(e:Event)
WHERE e.id <> $id AND e.begin STARTS WITH $year
RETURN DISTINCT e.id AS id, e.title AS title, e.begin AS begin ORDER BY begin, id LIMIT 5
