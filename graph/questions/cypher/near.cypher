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
WITH a, p AS c
CALL (c) {
  /*{neighbours}*/
}
WITH a, c, p, [one IN collect(link) WHERE one IS NOT NULL] AS links, [one IN collect(via) WHERE one IS NOT NULL] AS vias
WHERE p.country = $partner_country
/*{bilateral}*/
/*{weigh}*/
WITH * WHERE true /*{filters}*/
WITH * ORDER BY p.name, p.id
WITH a, c, collect(p {
  .id, .name, .country, .lat, .lon, bilateral: bilateral, kind: kind, rings: rings, since: since, sources: sources
}) AS partners
RETURN c.id AS id, c.name AS name, c.country AS country, c.lat AS lat, c.lon AS lon,
  round(point.distance(a.location, c.location) / 1000.0, 1) AS distance_km, size(partners) AS count, partners,
  c.population AS population
/*{order}*/
