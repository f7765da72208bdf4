// The rings with their members.
/*{which}*/
WHERE true /*{rings}*/
CALL (r) {
  MATCH (p:City)-[m:MEMBER_OF]->(r)
  WHERE /*{member_m}*/
  WITH p ORDER BY p.name, p.id
  RETURN collect(p) AS towns
}
WITH r, towns, COLLECT {
    UNWIND towns AS p WITH DISTINCT p.country AS country WHERE country IS NOT NULL RETURN country ORDER BY country
  } AS countries
WHERE true /*{filters}*/
CALL (r) {
  UNWIND r.sources AS id
  MATCH (s:Source {id: id})
  WITH s ORDER BY s.id
  RETURN collect(s {.id, .title, .url}) AS sources
}
RETURN r.id AS id, r.name AS name, r.kind AS kind, r.founded AS founded, r.ended AS ended, size(towns) AS count,
  countries, [p IN towns | p {.id, .name, .country}] AS members, sources
/*{order}*/
