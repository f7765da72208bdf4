// Events that a town hosts, takes part in or is the place of, and those of its rings that name no town.
MATCH (c:City {id: $city})
CALL (c) {
  MATCH (c)-[part:TAKES_PART]->(e:Event)
  RETURN e, part.role AS role
  UNION
  MATCH (c)-[m:MEMBER_OF]->(:Ring)<-[:OF_RING]-(e:Event)
  WHERE coalesce(m.status, '') <> 'ended' AND NOT EXISTS { (c)-[:TAKES_PART]->(e) }
  RETURN e, 'ring' AS role
}
WITH e, collect(DISTINCT role) AS roles
WHERE true /*{filters}*/
CALL (e) {
  UNWIND e.sources AS id
  MATCH (s:Source {id: id})
  WITH s ORDER BY s.id
  RETURN collect(s {.id, .title, .url}) AS sources
}
RETURN e.id AS id, coalesce(e['title_' + $lang], e.title) AS title, e.kind AS kind, e.status AS status,
  e.begin AS begin, e.end AS end, coalesce(e.place, head(COLLECT {
    MATCH (t:City)-[r:TAKES_PART]->(e) WHERE r.role IN ['place', 'host'] RETURN t.name ORDER BY r.role DESC, t.name
  })) AS place, head([role IN ['host', 'participant', 'invited', 'place', 'supporter', 'beneficiary', 'ring'] WHERE role IN roles]) AS role, roles, e.mode AS mode, e.inferred AS inferred, sources
/*{order}*/
