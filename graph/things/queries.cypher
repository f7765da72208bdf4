//: city
MATCH (c:City {id: $id})
RETURN c {.*, location: null} AS city,
  COLLECT {
    MATCH (c)-[t:TWINNED_WITH]-(p:City)
    RETURN t {.kind, .status, .since, .until, .stated, .detail, source_ids: t.sources,
      id: p.id, name: p.name, country: p.country}
    ORDER BY p.name, p.id, t.since
  } AS links,
  COLLECT {
    MATCH (c)-[m:MEMBER_OF]->(r:Ring)
    RETURN m {.since, .until, .status, .role, source_ids: m.sources, id: r.id, name: r.name, kind: r.kind}
    ORDER BY r.name, r.id
  } AS rings,
  COLLECT {
    /*{town_events}*/
    RETURN e {.id, .title, .title_de, .title_en, .kind, .status, .begin, .end, .place, .inferred, role: role}
  } AS events,
  COLLECT {
    MATCH (c)-[part:TAKES_PART]->(p:Programme)
    WITH p, head(collect(part.role)) AS role
    RETURN p {.id, .name, .title, .title_de, .title_en, .kind, .begin, .end, .inferred, role: role} ORDER BY p.name
  } AS programmes,
  COLLECT {
    MATCH (c)-[:TAKES_PART]->(e)<-[a:TAKES_PART]-(p:Person)
    WHERE p.town IN c.names
    RETURN DISTINCT p {.id, .name, .office, .office_de, .office_en} ORDER BY p.name
  } AS people,
  COLLECT {
    MATCH (m:Mention {city: c.key})
    RETURN m {.name, .country, .region, .score, .code, .reason, .flags, source_id: m.source} ORDER BY m.name, m.source
  } AS mentions
//: ring
MATCH (r:Ring {id: $id})
RETURN r {.*} AS ring,
  COLLECT {
    MATCH (p:City)-[m:MEMBER_OF]->(r)
    RETURN p {.id, .name, .country, .lat, .lon, .population, since: m.since, until: m.until, status: m.status,
      role: m.role, source_ids: m.sources}
    ORDER BY p.name, p.id
  } AS members,
  COLLECT {
    MATCH (e:Event)-[:OF_RING]->(r)
    RETURN e {.id, .title, .title_de, .title_en, .kind, .status, .begin, .end, .place, .inferred, role: null}
    ORDER BY e.begin, e.id
  } AS events,
  COLLECT { MATCH (p:Programme)-[:OF_RING]->(r) RETURN p {.id, .name, .title, .title_de, .title_en, .kind} ORDER BY p.name } AS programmes
//: event
MATCH (e:Event {id: $id})
RETURN e {.*} AS event,
  COLLECT {
    MATCH (c:City)-[part:TAKES_PART]->(e)
    RETURN c {.id, .name, .country, .lat, .lon, .population, role: part.role,
      inferred: CASE WHEN size(part.inferred) > 0 THEN 'part:event:' + e.id + '|' + c.key + '|' + part.role END}
    ORDER BY part.role, c.name
  } AS towns,
  COLLECT { MATCH (e)-[:OF_RING]->(r:Ring) RETURN r {.id, .name} } AS rings,
  COLLECT { MATCH (e)-[:OF_PROGRAMME]->(p:Programme) RETURN p {.id, .name, .title, .title_de, .title_en} } AS programmes,
  COLLECT { MATCH (e)-[w:WITH_ORGANISATION]->(o:Organisation) RETURN o {.id, .name, role: w.role} ORDER BY o.name } AS organisations,
  COLLECT {
    MATCH (p:Person)-[a:TAKES_PART]->(e)
    RETURN p {.id, .name, .town, office: a.office, office_de: a.office_de, office_en: a.office_en,
      organisation: a.organisation, role: a.role} ORDER BY p.name
  } AS persons,
  COLLECT {
    MATCH (e)-[a:ABOUT]->(t:Topic)
    RETURN t {.id, .name, .name_de, .name_en, said: a.said_und, said_de: a.said_de, said_en: a.said_en} ORDER BY t.id
  } AS topics,
  COLLECT { MATCH (e)-[:REPLACES]->(o:Event) RETURN o {.id, .title, .title_de, .title_en} ORDER BY o.id } AS replaces,
  COLLECT { MATCH (e)<-[:REPLACES]-(o:Event) RETURN o {.id, .title, .title_de, .title_en} ORDER BY o.id } AS replaced_by,
  COLLECT { MATCH (e)-[:FOLLOWS]->(o:Event) RETURN o {.id, .title, .title_de, .title_en} ORDER BY o.id } AS follows,
  COLLECT { MATCH (e)<-[:FOLLOWS]-(o:Event) RETURN o {.id, .title, .title_de, .title_en} ORDER BY o.id } AS followed_by,
  COLLECT { MATCH (e)-[:PART_OF]->(o:Event) RETURN o {.id, .title, .title_de, .title_en} ORDER BY o.id } AS part_of,
  COLLECT { MATCH (e)<-[:PART_OF]-(o:Event) RETURN o {.id, .title, .title_de, .title_en} ORDER BY o.id } AS parts
//: source
MATCH (n:Source {id: $id})
OPTIONAL MATCH (n)-[:SPEAKS_FOR]->(c:City)
RETURN n {.*} AS source, c {.id, .name, .country} AS speaks_for
//: source-statements
MATCH (s:Statement {source: $id})
WHERE s.in_force AND NOT s.type IN ['identity', 'source']
RETURN s.type AS type, s.subject AS subject, s.content AS content
ORDER BY s.type, s.subject, s.id
SKIP $skip LIMIT $limit
//: source-count
MATCH (t:Tally {source: $id})
WHERE NOT t.type IN ['identity', 'source']
RETURN sum(t.said) AS statements
//: references
UNWIND $references AS asked
CALL (asked) {
  MATCH (n:Event {id: asked.id}) WHERE asked.kind = 'events'
  RETURN n.id AS id, n {.title, .title_de, .title_en} AS named
  UNION
  MATCH (n:Ring {id: asked.id}) WHERE asked.kind = 'rings'
  RETURN n.id AS id, {title: n.name} AS named
  UNION
  MATCH (n:City {id: asked.id}) WHERE asked.kind = 'cities'
  RETURN n.id AS id, {title: n.name} AS named
  UNION
  MATCH (n:City {key: asked.id}) WHERE asked.kind = 'cities'
  RETURN n.id AS id, {title: n.name} AS named
  UNION
  MATCH (n:Programme {id: asked.id}) WHERE asked.kind = 'programmes'
  RETURN n.id AS id, {title: coalesce(n.title, n.name), title_de: n.title_de, title_en: n.title_en} AS named
}
RETURN asked.kind AS kind, asked.id AS asked, id, named
//: evidence
UNWIND $subjects AS subject
MATCH (s:Statement {subject: subject})
WHERE s.in_force
RETURN subject, s.content AS content
ORDER BY s.id
//: named-sources
UNWIND $ids AS id
MATCH (s:Source {id: id})
RETURN s.id AS id, s.title AS title, s.url AS url
//: licences
UNWIND $ids AS id
MATCH (s:Source {id: id})
WHERE s.licence IS NOT NULL
RETURN s.id AS id, s.licence AS licence
//: rings
MATCH (r:Ring)
RETURN r.id AS id, r.name AS name, r.kind AS kind, r.founded AS founded,
  COUNT { MATCH (:City)-[m:MEMBER_OF]->(r) WHERE /*{member_m}*/ } AS members,
  size(COLLECT { MATCH (c:City)-[m:MEMBER_OF]->(r) WHERE /*{member_m}*/ RETURN DISTINCT c.country }) AS countries
ORDER BY r.name, r.id
//: events
MATCH (e:Event)
RETURN e {.id, .title, .title_de, .title_en, .kind, .status, .begin, .end, .inferred,
  place: coalesce(e.place, head(COLLECT {
    MATCH (t:City)-[r:TAKES_PART]->(e) WHERE r.role IN ['place', 'host'] RETURN t.name ORDER BY r.role DESC, t.name
  }))} AS event
ORDER BY e.begin IS NULL, e.begin DESC, e.id
//: sources
MATCH (s:Source)
RETURN s.id AS id, s.title AS title, s.url AS url, s.publisher AS publisher, s.date AS date, s.licence AS licence,
  s.rank AS rank, reduce(sum = 0, said IN COLLECT {
    MATCH (t:Tally {source: s.id}) WHERE NOT t.type IN ['identity', 'source'] RETURN t.said
  } | sum + said) AS statements
ORDER BY s.title, s.id
//: counts
RETURN COUNT { MATCH (:City) } AS towns, COUNT { MATCH ()-[:TWINNED_WITH]->() } AS links, COUNT { MATCH (:Ring) } AS rings,
  COUNT { MATCH (:Event) } AS events, COUNT { MATCH (:Source) } AS sources
//: latest-loads
MATCH (l:Load {state: 'done'})
WHERE l.kind = 'file' AND coalesce(l.new, 0) + coalesce(l.changed, 0) > 0
MATCH (s:Source {id: l.source})
WITH s, max(l.ended) AS ended, sum(coalesce(l.new, 0) + coalesce(l.changed, 0)) AS facts
RETURN s.id AS id, s.title AS title, toString(left(toString(ended), 10)) AS date, facts
ORDER BY ended DESC, s.id LIMIT $most
//: changed
MATCH (l:Load)
WHERE l.kind <> 'file' OR coalesce(l.new, 0) + coalesce(l.changed, 0) + coalesce(l.withdrawn, 0) > 0
RETURN max(coalesce(l.ended, l.begun)) AS changed
//: version
MATCH (n:CityNet) RETURN n.data_version AS version
