//: from
AND (coalesce(e.end, e.begin) >= $from OR $from STARTS WITH coalesce(e.end, e.begin))
//: from-undated
AND (coalesce(e.begin, e.end) IS NULL OR coalesce(e.end, e.begin) >= $from
  OR $from STARTS WITH coalesce(e.end, e.begin))
//: to
AND (coalesce(e.begin, e.end) <= $to OR coalesce(e.begin, e.end) STARTS WITH $to)
//: to-undated
AND (coalesce(e.begin, e.end) IS NULL OR coalesce(e.begin, e.end) <= $to
  OR coalesce(e.begin, e.end) STARTS WITH $to)
//: mode
AND e.mode IN $mode
//: ring
AND EXISTS { (e)-[:OF_RING]->(:Ring {id: $ring}) }
//: programme
AND EXISTS { (e)-[:OF_PROGRAMME]->(:Programme {id: $programme}) }
//: topic
AND EXISTS { (e)-[:ABOUT]->(:Topic {id: $topic}) }
//: organisation
AND EXISTS { (e)-[:WITH_ORGANISATION]->(:Organisation {id: $organisation}) }
//: person
AND EXISTS { (:Person {id: $person})-[:TAKES_PART]->(e) }
//: town
AND (EXISTS {
    MATCH (p:City)-[part:TAKES_PART]->(e)
    WHERE true /*{town}*/ /*{role}*/
  } /*{ringed}*/)
//: town-ring
OR EXISTS {
    MATCH (e)-[:OF_RING]->(:Ring)<-[m:MEMBER_OF]-(p:City)
    WHERE /*{at_event}*/ /*{town}*/
  }
//: role
AND part.role IN $role
//: city
AND p.id = $city
//: took-place
AND NOT coalesce(e.status, '') IN ['replaced', 'cancelled']
//: no-place
AND part.role <> 'place'
//: way-direct
AND NOT 'ring' IN ours + theirs
//: way-ring
AND 'ring' IN ours + theirs
//: overlap-all
MATCH (r:Ring)<-[m:MEMBER_OF]-(p:City)-[n:MEMBER_OF]->(o:Ring)
USING SCAN r:Ring
WHERE (r.name < o.name OR r.name = o.name AND r.id < o.id)
//: overlap-ring
MATCH (r:Ring {id: $ring})<-[m:MEMBER_OF]-(p:City)-[n:MEMBER_OF]->(o:Ring)
WHERE r <> o
//: overlap-kind
AND r.kind IN $kind AND o.kind IN $kind
//: overlap-source
AND $source IN m.sources AND $source IN n.sources
//: overlap-city
AND any(town IN towns WHERE town.id = $city)
//: overlap-at_least
AND count >= $at_least
