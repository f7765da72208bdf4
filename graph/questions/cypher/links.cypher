// All pairs of partner towns, each once, from the town that the filters choose.
/*{pairs}*/
RETURN c.id AS id, c.name AS name, c.country AS country, c.lat AS lat, c.lon AS lon,
  p {.id, .name, .country, .lat, .lon} AS partner, kind, status, since, until, bilateral, rings,
  round(point.distance(c.location, p.location) / 1000.0, 1) AS distance_km, sources, c.population AS population
/*{order}*/
