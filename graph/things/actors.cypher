//: organisation
MATCH (o:Organisation {id: $id})
RETURN o {.*} AS thing,
  COLLECT {
    MATCH (o)<-[part:WITH_ORGANISATION]-(e:Event)
    RETURN e {.id, .title, .title_de, .title_en, .kind, .status, .begin, .end, .place, .inferred, source_ids: e.sources,
      role: part.role}
    ORDER BY e.begin, e.id, part.role
  } AS events,
  COLLECT {
    MATCH (o)<-[part:WITH_ORGANISATION]-(g:Programme)
    RETURN g {.id, .name, .title, .title_de, .title_en, .kind, .status, .begin, .end, .inferred, source_ids: g.sources,
      role: part.role}
    ORDER BY g.name, part.role
  } AS programmes,
  COLLECT {
    MATCH (o)<-[:WITH_ORGANISATION]-(x:Event|Programme)<-[part:TAKES_PART]-(q:Person)
    WHERE part.organisation = o.name
    WITH DISTINCT q, part.role AS role ORDER BY q.name, q.id, role
    RETURN q {.id, .name, .town, .office, .office_de, .office_en, role: role}
  } AS persons,
  COLLECT {
    MATCH (o)<-[:WITH_ORGANISATION]-(x:Event|Programme)<-[part:TAKES_PART]-(c:City)
    WITH DISTINCT c, part.role AS role ORDER BY c.name, c.id, role
    RETURN c {.id, .name, .country, role: role}
  } AS towns,
  COLLECT {
    MATCH (o)<-[:WITH_ORGANISATION]-(x:Event|Programme)-[about:ABOUT]->(t:Topic)
    WITH DISTINCT t, about.said_und AS said, about.said_de AS said_de, about.said_en AS said_en ORDER BY t.id
    RETURN t {.id, .name, .name_de, .name_en, said: said, said_de: said_de, said_en: said_en}
  } AS topics,
  [] AS rings, [] AS namesakes
//: person
MATCH (q:Person {id: $id})
RETURN q {.*} AS thing,
  COLLECT {
    MATCH (q)-[part:TAKES_PART]->(e:Event)
    RETURN e {.id, .title, .title_de, .title_en, .kind, .status, .begin, .end, .place, .inferred, source_ids: part.sources,
      role: part.role, organisation: part.organisation,
      worked_out: CASE WHEN size(part.inferred) > 0 THEN 'attend:event:' + e.id + '|' + q.id END}
    ORDER BY e.begin, e.id
  } AS events,
  COLLECT {
    MATCH (q)-[part:TAKES_PART]->(g:Programme)
    RETURN g {.id, .name, .title, .title_de, .title_en, .kind, .status, .begin, .end, .inferred, source_ids: part.sources,
      role: part.role, organisation: part.organisation,
      worked_out: CASE WHEN size(part.inferred) > 0 THEN 'attend:programme:' + g.id + '|' + q.id END}
    ORDER BY g.name
  } AS programmes,
  COLLECT {
    MATCH (q)-[:TAKES_PART]->(e:Event)<-[part:TAKES_PART]-(o:Person)
    WHERE NOT coalesce(e.status, '') IN ['replaced', 'cancelled']
    WITH DISTINCT o, null AS role ORDER BY o.name, o.id
    RETURN o {.id, .name, .town, .office, .office_de, .office_en, role: role}
  } AS persons,
  COLLECT {
    MATCH (q)-[:TAKES_PART]->(x:Event|Programme)
    WITH 'attend:' + toLower(head(labels(x))) + ':' + x.id + '|' + q.id AS subject
    MATCH (s:Statement {subject: subject})
    WHERE s.in_force
    MATCH (m:Mention {key: s.a})
    MATCH (c:City {key: m.city})
    WITH DISTINCT c ORDER BY c.name, c.id
    RETURN c {.id, .name, .country, role: null}
  } AS towns,
  COLLECT {
    MATCH (q)-[:TAKES_PART]->(x:Event|Programme)-[about:ABOUT]->(t:Topic)
    WITH DISTINCT t, about.said_und AS said, about.said_de AS said_de, about.said_en AS said_en ORDER BY t.id
    RETURN t {.id, .name, .name_de, .name_en, said: said, said_de: said_de, said_en: said_en}
  } AS topics,
  COLLECT {
    MATCH (q)-[part:TAKES_PART]->(x:Event|Programme)-[:WITH_ORGANISATION]->(o:Organisation)
    WHERE part.organisation = o.name
    WITH DISTINCT o ORDER BY o.name
    RETURN o {.id, .name}
  } AS organisations,
  COLLECT {
    CALL db.index.fulltext.queryNodes('thing_names', '"' + head(q.names_folded) + '"', {limit: 100}) YIELD node AS o
    WHERE o:Person AND o <> q AND o.name = q.name
    WITH o ORDER BY o.id
    RETURN o {.id, .name, .town, .office, .office_de, .office_en}
  } AS namesakes,
  [] AS rings
//: programme
MATCH (g:Programme {id: $id})
RETURN g {.*} AS thing,
  COLLECT {
    MATCH (g)<-[:OF_PROGRAMME]-(e:Event)
    RETURN e {.id, .title, .title_de, .title_en, .kind, .status, .begin, .end, .place, .inferred, source_ids: e.sources,
      role: null}
    ORDER BY e.begin, e.id
  } AS events,
  COLLECT {
    CALL (g) {
      MATCH (c:City)-[part:TAKES_PART]->(g)
      RETURN c, part.role AS role, true AS own,
        CASE WHEN size(part.inferred) > 0 THEN 'part:programme:' + g.id + '|' + c.key + '|' + part.role END AS inferred
      UNION
      MATCH (c:City)-[part:TAKES_PART]->(:Event)-[:OF_PROGRAMME]->(g)
      WHERE NOT EXISTS { MATCH (c)-[same:TAKES_PART]->(g) WHERE same.role = part.role }
      RETURN c, part.role AS role, false AS own, null AS inferred
    }
    WITH c, role, own, inferred ORDER BY NOT own, c.name, c.id, role
    RETURN c {.id, .name, .country, role: role, own: own, inferred: inferred}
  } AS towns,
  COLLECT {
    MATCH (g)-[part:WITH_ORGANISATION]->(o:Organisation)
    RETURN o {.id, .name, role: part.role} ORDER BY o.name, part.role
  } AS organisations,
  COLLECT {
    MATCH (q:Person)-[part:TAKES_PART]->(g)
    RETURN q {.id, .name, .town, office: part.office, office_de: part.office_de, office_en: part.office_en,
      organisation: part.organisation, role: part.role}
    ORDER BY q.name, q.id
  } AS persons,
  COLLECT {
    MATCH (g)-[about:ABOUT]->(t:Topic)
    RETURN t {.id, .name, .name_de, .name_en, said: about.said_und, said_de: about.said_de, said_en: about.said_en}
    ORDER BY t.id
  } AS topics,
  COLLECT { MATCH (g)-[:OF_RING]->(r:Ring) RETURN r {.id, .name} } AS rings,
  [] AS programmes, [] AS namesakes
//: topic
MATCH (t:Topic {id: $id})
RETURN t {.*} AS thing
