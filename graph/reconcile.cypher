//: by-geonames
UNWIND $geonames AS geonames
MATCH (c:City {geonames: geonames})
RETURN c.id AS id, c.name AS name, c.country AS country, c.region AS region, c.region_code AS region_code,
  c.population AS population, c.names AS names, 0 AS partners
//: town
UNWIND $ids AS id
MATCH (n:City {id: id})
RETURN n {.id, .name, .country, .region, .region_code, .kind, .lat, .lon, .population, .geonames, .wikidata, .website} AS thing
//: ring
UNWIND $ids AS id
MATCH (n:Ring {id: id})
RETURN n {.id, .name, .kind, .founded, .ended, members: COUNT { (n)<-[:MEMBER_OF]-() }} AS thing
//: event
UNWIND $ids AS id
MATCH (n:Event {id: id})
RETURN n {.id, name: coalesce(n['title_' + $lang], n.title), .kind, .status, .begin, .end, .place} AS thing
