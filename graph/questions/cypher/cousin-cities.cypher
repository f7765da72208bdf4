// Towns that share partners with a town and are no partners of it.
/*{ours}*/
/*{shared}*/
/*{reasons}*/
RETURN b.id AS id, b.name AS name, b.country AS country, b.lat AS lat, b.lon AS lon, count, size(shared) AS partners,
  adamic_adar, /*{former}*/ AS former, reasons, count - size(reasons) AS more,
  round(point.distance(a.location, b.location) / 1000.0, 1) AS distance_km, b.population AS population
/*{order}*/
