// Links that a source of one of the two towns names, and none of the other's.
MATCH (s:Source)-[:SPEAKS_FOR]->(p:City)
WITH DISTINCT p
WHERE true /*{town}*/
MATCH (p)-[t:TWINNED_WITH]-(o:City)
WHERE /*{link}*/ /*{filters}*/
WITH p, t, o, COLLECT { MATCH (s:Source)-[:SPEAKS_FOR]->(p) WHERE s.id IN t.sources RETURN s {.id, .title, .url} ORDER BY s.id } AS named_by,
  COLLECT { MATCH (s:Source)-[:SPEAKS_FOR]->(o) RETURN s {.id, .title, .url} ORDER BY s.id } AS silent
WHERE size(named_by) > 0 AND none(one IN silent WHERE one.id IN t.sources) /*{other}*/
RETURN p.id AS id, p.name AS name, p.country AS country, p.lat AS lat, p.lon AS lon, p.population AS population,
  o {.id, .name, .country} AS partner, t.kind AS kind, t.status AS status, t.since AS since, t.until AS until,
  named_by, silent, CASE WHEN size(silent) > 0 THEN 'silent' ELSE 'unheard' END AS other,
  size([one IN t.sources WHERE NOT one IN [s IN named_by | s.id]]) AS third_sources
/*{order}*/
