//: programme
AND g.id = $programme
//: programme-organisation
AND (EXISTS { (g)-[:WITH_ORGANISATION]->(:Organisation {id: $organisation}) }
  OR EXISTS { (g)<-[:OF_PROGRAMME]-(:Event)-[:WITH_ORGANISATION]->(:Organisation {id: $organisation}) })
//: programme-person
AND (EXISTS { (:Person {id: $person})-[:TAKES_PART]->(g) }
  OR EXISTS { (:Person {id: $person})-[:TAKES_PART]->(:Event)-[:OF_PROGRAMME]->(g) })
//: programme-topic
AND (EXISTS { (g)-[:ABOUT]->(:Topic {id: $topic}) }
  OR EXISTS { (g)<-[:OF_PROGRAMME]-(:Event)-[:ABOUT]->(:Topic {id: $topic}) })
//: programme-town
AND (EXISTS { MATCH (p:City)-[part:TAKES_PART]->(g) WHERE true /*{town}*/ }
  OR EXISTS { MATCH (p:City)-[part:TAKES_PART]->(:Event)-[:OF_PROGRAMME]->(g) WHERE true /*{town}*/ })
//: programme-ring
AND EXISTS { (g)-[:OF_RING]->(:Ring {id: $ring}) }
//: programme-kind
AND g.kind IN $kind
//: programme-status
AND g.status IN $status
//: programme-source
AND $source IN g.sources
//: organisation
AND o.id = $organisation
//: organisation-event
AND EXISTS { (o)<-[:WITH_ORGANISATION]-(:Event {id: $event}) }
//: organisation-programme
AND (EXISTS { (o)<-[:WITH_ORGANISATION]-(:Programme {id: $programme}) }
  OR EXISTS { (o)<-[:WITH_ORGANISATION]-(:Event)-[:OF_PROGRAMME]->(:Programme {id: $programme}) })
//: organisation-person
AND EXISTS { MATCH (o)<-[:WITH_ORGANISATION]-(x:Event|Programme)<-[:TAKES_PART]-(:Person {id: $person}) }
//: organisation-topic
AND EXISTS { MATCH (o)<-[:WITH_ORGANISATION]-(x:Event|Programme)-[:ABOUT]->(:Topic {id: $topic}) }
//: organisation-town
AND EXISTS { MATCH (o)<-[:WITH_ORGANISATION]-(x:Event|Programme)<-[part:TAKES_PART]-(p:City) WHERE true /*{town}*/ }
//: organisation-role
AND EXISTS { MATCH (o)<-[part:WITH_ORGANISATION]-(x:Event|Programme) WHERE part.role IN $role }
//: organisation-source
AND $source IN o.sources
//: person
AND q.id = $person
//: person-event
AND EXISTS { (q)-[:TAKES_PART]->(:Event {id: $event}) }
//: person-programme
AND (EXISTS { (q)-[:TAKES_PART]->(:Programme {id: $programme}) }
  OR EXISTS { (q)-[:TAKES_PART]->(:Event)-[:OF_PROGRAMME]->(:Programme {id: $programme}) })
//: person-organisation
AND EXISTS {
    MATCH (q)-[part:TAKES_PART]->(x:Event|Programme)-[:WITH_ORGANISATION]->(o:Organisation {id: $organisation})
    WHERE part.organisation = o.name
  }
//: person-topic
AND EXISTS { MATCH (q)-[:TAKES_PART]->(x:Event|Programme)-[:ABOUT]->(:Topic {id: $topic}) }
//: person-role
AND EXISTS { MATCH (q)-[part:TAKES_PART]->(x:Event|Programme) WHERE part.role IN $role }
//: person-source
AND EXISTS { MATCH (q)-[part:TAKES_PART]->(x:Event|Programme) WHERE $source IN part.sources }
//: person-met
AND q.id <> $met AND EXISTS {
    MATCH (:Person {id: $met})-[:TAKES_PART]->(e:Event)<-[:TAKES_PART]-(q)
    WHERE NOT coalesce(e.status, '') IN ['replaced', 'cancelled']
  }
//: shared
AND NOT coalesce(e.status, '') IN ['replaced', 'cancelled'] AND EXISTS { (:Person {id: $met})-[:TAKES_PART]->(e) }
//: town
AND p.id = $city
//: town-role
AND part.role IN $role
//: topic-source
AND $source IN said_by
//: topic-city
AND any(town IN towns WHERE town.id = $city)
//: topic-country
AND any(town IN towns WHERE town.country = $country)
//: topic-what
AND what IN $what
//: topic-all
true
//: topic-one
n.id = $topic
//: link-all
t.topics IS NOT NULL
//: link-one
t.topics IS NOT NULL AND $topic IN t.topics
//: topic-scan
USING SCAN n:Topic
