// The partners of a town: linked to it, or in a ring with it at the same time.
MATCH (c:City {id: $city})
CALL (c) {
  /*{neighbours}*/
}
WITH c, p, [one IN collect(link) WHERE one IS NOT NULL] AS links, [one IN collect(via) WHERE one IS NOT NULL] AS vias
/*{bilateral}*/
/*{weigh}*/
WITH * WHERE true /*{filters}*/
RETURN p.id AS id, p.name AS name, p.country AS country, p.lat AS lat, p.lon AS lon, kind, status, since, until,
  bilateral, rings, round(point.distance(c.location, p.location) / 1000.0, 1) AS distance_km, sources,
  p.population AS population
/*{order}*/
