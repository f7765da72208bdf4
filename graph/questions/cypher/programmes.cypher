// Programmes with the towns, organisations and people that take part, in them or in their events.
MATCH (g:Programme)
WHERE true /*{filters}*/
WITH g, g.sources AS said_by
/*{named_sources}*/
WITH *, coalesce(g['title_' + $lang], g.title, g.name) AS name
RETURN g.id AS id, name, g.kind AS kind, g.status AS status, g.begin AS begin, g.end AS end, g.inferred AS inferred,
  COLLECT {
    CALL (g) {
      MATCH (p:City)-[part:TAKES_PART]->(g)
      RETURN p, part.role AS role, true AS own
      UNION
      MATCH (p:City)-[part:TAKES_PART]->(:Event)-[:OF_PROGRAMME]->(g)
      WHERE NOT EXISTS { MATCH (p)-[same:TAKES_PART]->(g) WHERE same.role = part.role }
      RETURN p, part.role AS role, false AS own
    }
    WITH p, role, own ORDER BY p.name, p.id, role
    RETURN p {.id, .name, .country, role: role, own: own}
  } AS towns,
  COLLECT {
    CALL (g) {
      MATCH (g)-[part:WITH_ORGANISATION]->(o:Organisation)
      RETURN o, part.role AS role
      UNION
      MATCH (g)<-[:OF_PROGRAMME]-(:Event)-[part:WITH_ORGANISATION]->(o:Organisation)
      RETURN o, part.role AS role
    }
    WITH o, role ORDER BY o.name, o.id, role
    RETURN o {.id, .name, role: role}
  } AS organisations,
  COLLECT {
    CALL (g) {
      MATCH (q:Person)-[part:TAKES_PART]->(g)
      RETURN q, part.role AS role
      UNION
      MATCH (q:Person)-[part:TAKES_PART]->(:Event)-[:OF_PROGRAMME]->(g)
      RETURN q, part.role AS role
    }
    WITH q, role ORDER BY q.name, q.id, role
    RETURN q {.id, .name, role: role}
  } AS persons,
  COLLECT {
    MATCH (g)<-[:OF_PROGRAMME]-(e:Event)
    RETURN e {.id, title: coalesce(e['title_' + $lang], e.title), .kind, .status, .begin, .end, .inferred, role: null}
    ORDER BY e.begin, e.id
  } AS events,
  COLLECT {
    CALL (g) {
      MATCH (g)-[:ABOUT]->(n:Topic) RETURN n
      UNION
      MATCH (g)<-[:OF_PROGRAMME]-(:Event)-[:ABOUT]->(n:Topic) RETURN n
    }
    WITH DISTINCT n, coalesce(n['name_' + $lang], n.name) AS topic ORDER BY topic, n.id
    RETURN {id: n.id, name: topic}
  } AS topics,
  sources
/*{order}*/
