//: towns-exact-id
UNWIND $ids AS asked
OPTIONAL MATCH (c:City {id: asked})
OPTIONAL MATCH (i:CityId {id: asked})
OPTIONAL MATCH (k:CityId {key: asked})
OPTIONAL MATCH (to:CityId {key: coalesce(i.redirect, k.redirect)})
RETURN asked, c.id AS id, to.id AS redirect, coalesce(i.id, k.id) IS NOT NULL AS known
//: towns
// Of very many towns all that begin with a letter are too many to weigh; words that fit whole come first in any case.
WITH COUNT { MATCH (:City) } AS towns
WITH CASE WHEN towns > 300000 THEN 1500 WHEN towns > 60000 THEN 4000 ELSE 20000 END AS hits
CALL db.index.fulltext.queryNodes('city_names', $query, {limit: hits}) YIELD node AS c, score
WITH c, score WHERE true /*{country}*/
WITH c, score, COUNT { (c)-[:TWINNED_WITH]-() } AS partners,
  CASE
    WHEN c.name_folded = $folded THEN 4
    WHEN $folded IN c.names_folded THEN 3
    WHEN c.name_folded STARTS WITH $folded THEN 2
    WHEN any(name IN c.names_folded WHERE name STARTS WITH $folded) THEN 1
    ELSE 0
  END AS fits
ORDER BY fits DESC, CASE WHEN fits = 0 THEN score ELSE 0 END DESC, partners DESC, coalesce(c.population, 0) DESC, c.id
LIMIT $most
RETURN 'city' AS type, c.id AS id, c.name AS name, c.country AS country, c.region AS region,
  c.region_code AS region_code, c.population AS population, c.lat AS lat, c.lon AS lon, c.kind AS kind, partners,
  fits > 2 AS exact, fits, c.names AS names, null AS begin, null AS about
//: towns-country
AND c.country = $country
//: both
/*{towns}*/
UNION ALL
/*{things}*/
//: things
CALL db.index.fulltext.queryNodes('thing_names', $things_query, {limit: 1000}) YIELD node AS n, score
WITH n, score, toLower(head(labels(n))) AS type
WHERE type IN $types
WITH n, score, type, CASE
    WHEN $things_folded IN n.names_folded THEN 3
    WHEN any(name IN n.names_folded WHERE name STARTS WITH $things_folded) THEN 1
    ELSE 0
  END AS fits
ORDER BY fits DESC, score DESC, n.id
LIMIT 20
RETURN type, n.id AS id,
  coalesce(n['title_' + $lang], n['name_' + $lang], n.name, n.title) AS name, null AS country, null AS region,
  null AS region_code, null AS population, null AS lat, null AS lon, n.kind AS kind, null AS partners,
  fits > 2 AS exact, fits, [] AS names, n.begin AS begin, CASE type WHEN 'person' THEN reduce(said = null,
    one IN [one IN [coalesce(n['office_' + $lang], n.office), n.town] WHERE one IS NOT NULL] |
    coalesce(said + ', ', '') + one) END AS about
//: namesakes
UNWIND $towns AS town
CALL (town) {
  CALL db.index.fulltext.queryNodes('city_names', town.query, {limit: 1000}) YIELD node AS c
  WHERE c.name_folded = town.folded
  RETURN collect(c {.country, .region}) AS namesakes
}
RETURN town.id AS id, namesakes
//: ring-id
MATCH (r:Ring {id: $id}) RETURN r.id AS id
//: source-id
MATCH (s:Source {id: $id}) RETURN s.id AS id
//: organisation-id
MATCH (o:Organisation {id: $id}) RETURN o.id AS id
//: person-id
MATCH (p:Person {id: $id}) RETURN p.id AS id
//: programme-id
MATCH (g:Programme {id: $id}) RETURN g.id AS id
//: topic-id
MATCH (n:Topic {id: $id}) RETURN n.id AS id
//: event-id
MATCH (e:Event {id: $id}) RETURN e.id AS id
//: things-namesakes
UNWIND $things AS thing
CALL (thing) {
  CALL db.index.fulltext.queryNodes('thing_names', thing.query, {limit: 1000}) YIELD node AS n
  WHERE toLower(head(labels(n))) = thing.type AND thing.folded IN n.names_folded
  RETURN count(n) AS namesakes
}
RETURN thing.id AS id, namesakes
//: named-towns
UNWIND $ids AS id
MATCH (c:City {id: id})
RETURN c.id AS id, c.name AS name, c.country AS country, c.lat AS lat, c.lon AS lon
//: named-ring
MATCH (r:Ring {id: $id})
RETURN r.id AS id, r.name AS name, null AS country
//: named-source
MATCH (s:Source {id: $id})
RETURN s.id AS id, s.title AS name, null AS country
