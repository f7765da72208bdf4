// What happened or will happen, with who took part.
MATCH (e:Event)
WHERE true /*{filters}*/
WITH e, e.sources AS said_by
/*{named_sources}*/
RETURN e.id AS id, coalesce(e['title_' + $lang], e.title) AS title, e.kind AS kind, e.status AS status,
  e.begin AS begin, e.end AS end, e.inferred AS inferred, e.mode AS mode, e.people AS people,
  e.people_about AS people_about, e.place AS place,
  COLLECT {
    MATCH (p:City)-[part:TAKES_PART]->(e)
    RETURN p {.id, .name, .country, role: part.role}
    ORDER BY CASE part.role WHEN 'place' THEN 0 WHEN 'host' THEN 1 ELSE 2 END, p.name, p.id, part.role
  } AS towns,
  COLLECT { MATCH (e)-[:OF_RING]->(r:Ring) RETURN r {.id, .name} ORDER BY r.name } AS rings,
  head(COLLECT {
    MATCH (e)-[:OF_PROGRAMME]->(g:Programme)
    RETURN {id: g.id, name: coalesce(g['title_' + $lang], g.title, g.name)} ORDER BY g.id
  }) AS programme,
  COLLECT {
    MATCH (e)-[part:WITH_ORGANISATION]->(o:Organisation)
    RETURN o {.id, .name, role: part.role} ORDER BY o.name, part.role
  } AS organisations,
  COLLECT {
    MATCH (q:Person)-[part:TAKES_PART]->(e) RETURN q {.id, .name, role: part.role} ORDER BY q.name, q.id
  } AS persons,
  COLLECT {
    MATCH (e)-[:ABOUT]->(n:Topic)
    WITH DISTINCT n, coalesce(n['name_' + $lang], n.name) AS topic ORDER BY topic, n.id
    RETURN {id: n.id, name: topic}
  } AS topics,
  sources
/*{order}*/
