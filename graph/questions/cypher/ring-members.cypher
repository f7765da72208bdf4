// The towns of a ring.
MATCH (r:Ring {id: $ring})<-[m:MEMBER_OF]-(p:City)
WHERE /*{member_m}*/
CALL (m) {
  UNWIND m.sources AS id
  MATCH (s:Source {id: id})
  WITH s ORDER BY s.id
  RETURN collect(s {.id, .title, .url}) AS sources
}
WITH *, m.status AS status WHERE true /*{filters}*/
RETURN p.id AS id, p.name AS name, p.country AS country, p.lat AS lat, p.lon AS lon,
  m.since AS since, m.until AS until, status, m.role AS role, sources, p.population AS population
/*{order}*/
