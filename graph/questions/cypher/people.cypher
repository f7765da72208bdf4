// People in their public role: the office as held then, and what they took part in.
MATCH (q:Person)
WHERE true /*{filters}*/
WITH q, head(COLLECT {
    MATCH (q)-[:TAKES_PART]->(x:Event|Programme)
    WITH 'attend:' + toLower(head(labels(x))) + ':' + x.id + '|' + q.id AS subject
    MATCH (s:Statement {subject: subject})
    WHERE s.in_force
    MATCH (m:Mention {key: s.a})
    MATCH (p:City {key: m.city})
    RETURN p ORDER BY p.id LIMIT 1
  }) AS p
WHERE true /*{town}*/
WITH q, p, q.name AS name, reduce(all = [], one IN [(q)-[part:TAKES_PART]->() | part.sources] | all + one) AS said_by
/*{named_sources}*/
RETURN q.id AS id, name, coalesce(q['office_' + $lang], q.office) AS office, p {.id, .name, .country} AS town,
  COLLECT {
    MATCH (q)-[part:TAKES_PART]->(x:Event|Programme)
    WHERE part.organisation IS NOT NULL
    WITH DISTINCT part.organisation AS named, head([(x)-[:WITH_ORGANISATION]->(o) WHERE o.name = part.organisation | o.id]) AS id
    ORDER BY named, id
    RETURN {id: id, name: named}
  } AS organisations,
  COLLECT {
    MATCH (q)-[part:TAKES_PART]->(x:Event|Programme)
    WITH DISTINCT part.role AS role ORDER BY role
    RETURN role
  } AS roles,
  COLLECT {
    MATCH (q)-[part:TAKES_PART]->(e:Event)
    WHERE true /*{shared}*/
    RETURN e {
      .id, title: coalesce(e['title_' + $lang], e.title), .kind, .status, .begin, .end, .inferred, role: part.role
    }
    ORDER BY e.begin, e.id
  } AS events,
  COLLECT {
    MATCH (q)-[part:TAKES_PART]->(g:Programme)
    RETURN {id: g.id, name: coalesce(g['title_' + $lang], g.title, g.name), role: part.role} ORDER BY g.name
  } AS programmes,
  COLLECT {
    MATCH (q)-[:TAKES_PART]->(x:Event|Programme)-[:ABOUT]->(n:Topic)
    WITH DISTINCT n, coalesce(n['name_' + $lang], n.name) AS topic ORDER BY topic, n.id
    RETURN {id: n.id, name: topic}
  } AS topics,
  sources
/*{order}*/
