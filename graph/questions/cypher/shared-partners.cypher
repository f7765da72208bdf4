// The towns that several towns have as partners, and by which link or ring each of them is one.
UNWIND range(0, size($city) - 1) AS position
MATCH (c:City {id: $city[position]})
CALL (c) {
  /*{neighbours}*/
}
WITH position, c, p,
  [one IN collect(link) WHERE one IS NOT NULL] AS links, [one IN collect(via) WHERE one IS NOT NULL] AS vias
/*{bilateral}*/
/*{weigh}*/
WITH * WHERE true /*{filters}*/
WITH * ORDER BY position
WITH p, collect(c {
    .id, .name, .country, bilateral: bilateral, kind: kind, status: status, rings: rings, since: since, until: until,
    sources: sources
  }) AS by
WITH p, by, size(by) AS count
WHERE count >= $at_least
RETURN p.id AS id, p.name AS name, p.country AS country, p.lat AS lat, p.lon AS lon, count, by,
  p.population AS population
/*{order}*/
