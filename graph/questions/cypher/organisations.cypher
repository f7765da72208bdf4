// Organisations with what they have a part in.
MATCH (o:Organisation)
WHERE true /*{filters}*/
WITH o, o.name AS name, o.sources
  + reduce(all = [], x IN [(o)<-[:WITH_ORGANISATION]-(x:Event|Programme) | x.sources] | all + x) AS said_by
/*{named_sources}*/
RETURN o.id AS id, name, o.kind AS kind, o.url AS url, o.inferred AS inferred,
  COLLECT {
    MATCH (o)<-[part:WITH_ORGANISATION]-(x:Event|Programme)
    WITH DISTINCT part.role AS role ORDER BY role
    RETURN role
  } AS roles,
  COLLECT {
    MATCH (o)<-[part:WITH_ORGANISATION]-(e:Event)
    RETURN e {
      .id, title: coalesce(e['title_' + $lang], e.title), .kind, .status, .begin, .end, .inferred, role: part.role
    }
    ORDER BY e.begin, e.id, part.role
  } AS events,
  COLLECT {
    MATCH (o)<-[part:WITH_ORGANISATION]-(g:Programme)
    RETURN {id: g.id, name: coalesce(g['title_' + $lang], g.title, g.name), role: part.role} ORDER BY g.name, part.role
  } AS programmes,
  COLLECT {
    MATCH (o)<-[:WITH_ORGANISATION]-(x:Event|Programme)<-[part:TAKES_PART]-(q:Person)
    WHERE part.organisation = o.name
    WITH DISTINCT q, part.role AS role ORDER BY q.name, q.id, role
    RETURN q {.id, .name, role: role}
  } AS persons,
  COLLECT {
    MATCH (o)<-[:WITH_ORGANISATION]-(x:Event|Programme)<-[part:TAKES_PART]-(p:City)
    WITH DISTINCT p, part.role AS role ORDER BY p.name, p.id, role
    RETURN p {.id, .name, .country, role: role}
  } AS towns,
  COLLECT {
    MATCH (o)<-[:WITH_ORGANISATION]-(x:Event|Programme)-[:ABOUT]->(n:Topic)
    WITH DISTINCT n, coalesce(n['name_' + $lang], n.name) AS topic ORDER BY topic, n.id
    RETURN {id: n.id, name: topic}
  } AS topics,
  sources
/*{order}*/
