// The towns that a town reaches in one or two steps, with all pairs of partners among them and itself.
/*{reached}*/
WITH a, collect(p) AS far, collect(CASE WHEN steps = 1 THEN p END) AS near
WITH [a] + far AS inside, [a] + near AS near
UNWIND inside AS c
CALL (c) {
  /*{neighbours}*/
}
WITH inside, near, c, p, link, via
WHERE c.id < p.id AND p IN inside
WITH c, p, CASE WHEN c IN near AND p IN near THEN 1 ELSE 2 END AS steps,
  [one IN collect(link) WHERE one IS NOT NULL] AS links, [one IN collect(via) WHERE one IS NOT NULL] AS vias
/*{bilateral}*/
/*{weigh}*/
WITH * WHERE true /*{ties}*/
RETURN c.id AS id, c.name AS name, c.country AS country, c.lat AS lat, c.lon AS lon,
  p {.id, .name, .country, .lat, .lon} AS partner, steps, kind, status, since, until, bilateral, rings,
  round(point.distance(c.location, p.location) / 1000.0, 1) AS distance_km, sources, c.population AS population
/*{order}*/
