// Towns that share a name and lie close together: from each town to those around it by the index of places.
MATCH (p:City) WHERE p.id IS NOT NULL AND p.location IS NOT NULL
MATCH (o:City)
WHERE point.distance(o.location, p.location) <= $within_km * 1000 AND o.id > p.id
  AND any(name IN p.names_folded WHERE name IN o.names_folded) /*{filters}*/
WITH p, o, head([name IN p.names_folded WHERE name IN o.names_folded]) AS shared_name
RETURN p.id AS id, p.name AS name, p.country AS country, p.lat AS lat, p.lon AS lon, p.population AS population,
  o {.id, .name, .country} AS other, shared_name,
  round(point.distance(p.location, o.location) / 1000, 1) AS distance_km,
  COUNT { (p)-[:TWINNED_WITH]-() } AS partners, COUNT { (o)-[:TWINNED_WITH]-() } AS other_partners
/*{order}*/
