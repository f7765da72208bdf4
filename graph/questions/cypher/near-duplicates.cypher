// Towns that share a name and lie close together: from each town to those around it by the index of places.
MATCH (p:City) WHERE p.id IS NOT NULL AND p.location IS NOT NULL
WITH p, p.location AS place
CALL (place) {
  MATCH (o:City) USING INDEX o:City(location)
  WHERE point.distance(o.location, place) <= $within_km * 1000
  RETURN o
}
WITH p, o, place
WHERE o.id > p.id /*{filters}*/
WITH p, o, place, [name IN p.names_folded WHERE name IN o.names_folded] AS shared
WHERE size(shared) > 0
RETURN p.id AS id, p.name AS name, p.country AS country, p.lat AS lat, p.lon AS lon, p.population AS population,
  o {.id, .name, .country} AS other,
  coalesce(head([name IN shared WHERE name IN [toLower(p.name), toLower(o.name)]]), shared[0]) AS shared_name,
  round(point.distance(place, o.location) / 1000, 1) AS distance_km,
  COUNT { (p)-[:TWINNED_WITH]-() } AS partners, COUNT { (o)-[:TWINNED_WITH]-() } AS other_partners
/*{order}*/
