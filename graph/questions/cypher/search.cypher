//: towns-exact-id
UNWIND $ids AS asked
OPTIONAL MATCH (c:City {id: asked})
OPTIONAL MATCH (i:CityId {id: asked})
OPTIONAL MATCH (k:CityId {key: asked})
OPTIONAL MATCH (to:CityId {key: coalesce(i.redirect, k.redirect)})
RETURN asked, c.id AS id, to.id AS redirect, coalesce(i.id, k.id) IS NOT NULL AS known
//: towns
CALL db.index.fulltext.queryNodes('city_names', $query, {limit: 1000}) YIELD node AS c, score
WITH c, score WHERE true /*{country}*/ /*{region}*/
WITH c, score, $folded IN c.names_folded AS exact, COUNT { (c)-[:TWINNED_WITH]-() } AS partners,
  CASE
    WHEN c.name_folded = $folded THEN 4
    WHEN $folded IN c.names_folded THEN 3
    WHEN c.name_folded STARTS WITH $folded THEN 2
    WHEN any(name IN c.names_folded WHERE name STARTS WITH $folded) THEN 1
    ELSE 0
  END AS fits
ORDER BY fits DESC, CASE WHEN fits = 0 THEN score ELSE 0 END DESC, partners DESC, coalesce(c.population, 0) DESC, c.id
LIMIT 50
RETURN c.id AS id, c.name AS name, c.country AS country, c.region AS region, c.population AS population,
  c.lat AS lat, c.lon AS lon, c.kind AS kind, partners, exact, fits, score, c.names AS names
//: towns-country
AND c.country = $country
//: towns-region
AND ($region_folded IN [toLower(coalesce(c.region, '')), toLower(coalesce(c.region_code, ''))] OR c.region = $region)
//: rings
CALL db.index.fulltext.queryNodes('thing_names', $query, {limit: 50}) YIELD node AS n, score
WITH n, score, $folded IN n.names_folded AS exact
ORDER BY exact DESC, score DESC, n.id
LIMIT 20
RETURN toLower(head(labels(n))) AS type, n.id AS id,
  coalesce(n['title_' + $lang], n['name_' + $lang], n.name, n.title) AS name, exact, n.begin AS begin
//: ring-id
MATCH (r:Ring {id: $id}) RETURN r.id AS id
//: source-id
MATCH (s:Source {id: $id}) RETURN s.id AS id
//: named-towns
UNWIND $ids AS id
MATCH (c:City {id: id})
RETURN c.id AS id, c.name AS name, c.country AS country, c.lat AS lat, c.lon AS lon
//: named-ring
MATCH (r:Ring {id: $id})
RETURN r.id AS id, r.name AS name, null AS country
