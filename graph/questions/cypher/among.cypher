// The pairs of partners among towns that are given.
MATCH (c:City)
WHERE c.id IN $towns
CALL (c) {
  /*{neighbours}*/
}
WITH c, p, link, via
WHERE c.id < p.id AND p.id IN $towns
WITH c, p, [one IN collect(link) WHERE one IS NOT NULL] AS links, [one IN collect(via) WHERE one IS NOT NULL] AS vias
WHERE true /*{listed}*/
/*{bilateral}*/
/*{weigh}*/
WITH * WHERE true /*{filters}*/
RETURN c.id AS id, c.name AS name, c.country AS country, c.lat AS lat, c.lon AS lon,
  p {.id, .name, .country, .lat, .lon} AS partner, kind, status, since, until, bilateral, rings,
  round(point.distance(c.location, p.location) / 1000.0, 1) AS distance_km, sources, c.population AS population
/*{order}*/
