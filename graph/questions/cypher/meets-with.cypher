// The towns that were, or are to be, at the same events as a town; those of a ring's event are its members then.
MATCH (c:City {id: $city})
CALL (c) {
  MATCH (c)-[part:TAKES_PART]->(e:Event)
  WHERE true /*{part}*/
  RETURN e, collect(DISTINCT part.role) AS ours
  UNION
  MATCH (c)-[m:MEMBER_OF]->(:Ring)<-[:OF_RING]-(e:Event)
  WHERE /*{at_event}*/
    AND NOT EXISTS { MATCH (c)-[part:TAKES_PART]->(e) WHERE true /*{part}*/ }
  RETURN DISTINCT e, ['ring'] AS ours
}
WITH c, e, ours
WHERE true /*{events}*/
CALL (c, e) {
  MATCH (p:City)-[part:TAKES_PART]->(e)
  WHERE p <> c /*{part}*/
  RETURN p, collect(DISTINCT part.role) AS theirs
  UNION
  MATCH (e)-[:OF_RING]->(:Ring)<-[m:MEMBER_OF]-(p:City)
  WHERE p <> c AND /*{at_event}*/
    AND NOT EXISTS { MATCH (p)-[part:TAKES_PART]->(e) WHERE true /*{part}*/ }
  RETURN DISTINCT p, ['ring'] AS theirs
}
WITH p, e, ours, theirs
WHERE true /*{filters}*/
WITH p, e, CASE WHEN 'ring' IN ours + theirs THEN 'ring' ELSE 'direct' END AS way,
  head([role IN ['host', 'participant', 'invited', 'place', 'supporter', 'beneficiary', 'ring']
    WHERE role IN theirs]) AS role
ORDER BY coalesce(e.begin, e.end) IS NULL, coalesce(e.begin, e.end), e.id
WITH p, collect(e) AS met, collect(e {
    .id, title: coalesce(e['title_' + $lang], e.title), .kind, .status, .begin, .end, .inferred, role: role, way: way,
    rings: COLLECT { MATCH (e)-[:OF_RING]->(r:Ring) RETURN r {.id, .name} ORDER BY r.name }
  }) AS events
WITH *, reduce(all = [], e IN met | all + e.sources) AS said_by,
  last([one IN events WHERE one.status = 'held' AND one.begin IS NOT NULL]) AS latest
/*{named_sources}*/
RETURN p.id AS id, p.name AS name, p.country AS country, p.lat AS lat, p.lon AS lon, p.population AS population,
  size(events) AS count, size([one IN events WHERE one.status = 'held']) AS held,
  size([one IN events WHERE one.status = 'announced']) AS announced,
  size([one IN events WHERE one.status = 'proposed']) AS proposed,
  size([one IN events WHERE one.way = 'direct']) AS direct, size([one IN events WHERE one.way = 'ring']) AS via_ring,
  latest.begin AS last, CASE WHEN 'begin' IN latest.inferred THEN ['last'] ELSE [] END AS inferred,
  COLLECT {
    UNWIND met AS e
    MATCH (e)-[:ABOUT]->(n:Topic)
    WITH DISTINCT n, coalesce(n['name_' + $lang], n.name) AS topic ORDER BY topic, n.id
    RETURN {id: n.id, name: topic}
  } AS topics,
  events, sources
/*{order}*/
