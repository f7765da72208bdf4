// Towns of a country that have no partner in another one, with how many partners they have anywhere.
MATCH (p:City {country: $country})
WHERE true /*{town}*/
WITH p AS c
CALL (c) {
  CALL (c) {
    /*{neighbours}*/
  }
  WITH c, p, [one IN collect(link) WHERE one IS NOT NULL] AS links, [one IN collect(via) WHERE one IS NOT NULL] AS vias
  /*{bilateral}*/
  /*{weights}*/
  WITH * WHERE true /*{filters}*/
  RETURN count(p) AS partners, sum(CASE WHEN p.country = $partner_country THEN 1 ELSE 0 END) AS there
}
WITH c, partners, there
WHERE there = 0
RETURN c.id AS id, c.name AS name, c.country AS country, c.lat AS lat, c.lon AS lon, c.region AS region, partners,
  c.population AS population
/*{order}*/
