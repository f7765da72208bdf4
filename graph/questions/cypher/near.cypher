// Towns around a town that have a partner in some country: by the index of places, then each town's partners there.
MATCH (a:City {id: $city})
WITH a, a.location AS place
CALL (place) {
  MATCH (o:City) USING INDEX o:City(location)
  WHERE point.distance(o.location, place) <= $km * 1000
  RETURN o
}
WITH a, o AS p
WHERE p <> a /*{town}*/
WITH p AS c, round(point.distance(a.location, p.location) / 1000.0, 1) AS distance_km
// The nearest first, so that who asks for few of many does not wait for all.
ORDER BY distance_km, c.name, c.id
CALL (c) {
  CALL (c) {
    /*{neighbours}*/
  }
  WITH p, [one IN collect(link) WHERE one IS NOT NULL] AS links, [one IN collect(via) WHERE one IS NOT NULL] AS vias
  WHERE p.country = $partner_country
  /*{bilateral}*/
  /*{weigh}*/
  WITH * WHERE true /*{filters}*/
  WITH * ORDER BY p.name, p.id
  RETURN collect(p {
    .id, .name, .country, .lat, .lon, bilateral: bilateral, kind: kind, rings: rings, since: since, sources: sources
  }) AS partners
}
WITH * WHERE size(partners) > 0
RETURN c.id AS id, c.name AS name, c.country AS country, c.lat AS lat, c.lon AS lon,
  distance_km, size(partners) AS count, partners,
  c.population AS population
/*{order}*/
