// Towns whose partners are most like those of a town: from its partners to theirs.
/*{ours}*/
/*{shared}*/
/*{alone}*/
/*{reasons}*/
RETURN b.id AS id, b.name AS name, b.country AS country, b.lat AS lat, b.lon AS lon, count, size(shared) AS partners,
  round(toFloat(count) / (count + ours_alone + theirs_alone), 4) AS jaccard, adamic_adar,
  b IN [one IN ours | one.town] AS partner, reasons, count - size(reasons) AS more,
  round(point.distance(a.location, b.location) / 1000.0, 1) AS distance_km, b.population AS population
/*{order}*/
