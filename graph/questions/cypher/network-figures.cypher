// All towns, each with those of its partners whose ids come behind its own, so that each pair stands once; `land` is the
// country, or as it was written where a town was taken as written.
MATCH (c:City)
CALL (c) {
  CALL (c) {
    /*{neighbours}*/
  }
  WITH c, p, [one IN collect(link) WHERE one IS NOT NULL] AS links, [one IN collect(via) WHERE one IS NOT NULL] AS vias
  WHERE c.id < p.id /*{listed}*/ /*{land}*/
  /*{bilateral}*/
  /*{weights}*/
  WITH * WHERE true /*{filters}*/
  RETURN collect([p.id, point.distance(c.location, p.location) / 1000.0, since IS NOT NULL]) AS partners
}
RETURN c.id AS id, c.name AS name, c.country AS country, c.region AS region, c.lat AS lat, c.lon AS lon,
  c.population AS population, partners, CASE WHEN c.country IS NOT NULL THEN c.country ELSE head(COLLECT {
    MATCH (m:Mention {city: c.key}) WHERE m.country IS NOT NULL RETURN m.country ORDER BY m.country LIMIT 1
  }) END AS land
