// The towns that a town reaches in some steps, with the fewest steps to each.
/*{reached}*/
RETURN p.id AS id, p.name AS name, p.country AS country, p.lat AS lat, p.lon AS lon, steps,
  round(point.distance(a.location, p.location) / 1000.0, 1) AS distance_km, p.population AS population
/*{order}*/
