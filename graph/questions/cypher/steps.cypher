//: any
([(c)-[t:TWINNED_WITH]-(p:City) WHERE /*{link}*/ /*{of_link}*/ /*{through}*/ | p]
      + [(c)-[m:MEMBER_OF]->(r:Ring)<-[n:MEMBER_OF]-(p:City)
        WHERE r.kind <> 'association' AND /*{member_m}*/ AND /*{member_n}*/ /*{of_ring}*/ /*{through}*/ | p])
//: links
[(c)-[t:TWINNED_WITH]-(p:City) WHERE /*{link}*/ /*{of_link}*/ /*{through}*/ | p]
//: rings
[(c)-[m:MEMBER_OF]->(r:Ring)<-[n:MEMBER_OF]-(p:City)
        WHERE r.kind <> 'association' AND /*{member_m}*/ AND /*{member_n}*/ /*{of_ring}*/ /*{through}*/ | p]
//: step
[(c)-[t:TWINNED_WITH]-(p) WHERE /*{link}*/ /*{of_link}*/ | t] AS links,
    [(c)-[m:MEMBER_OF]->(r:Ring)<-[n:MEMBER_OF]-(p)
      WHERE r.kind <> 'association' AND /*{member_m}*/ AND /*{member_n}*/ /*{of_ring}*/ | {
        id: r.id, name: r.name, sources: m.sources + n.sources,
        since: CASE WHEN m.since > n.since THEN m.since WHEN n.since IS NOT NULL AND m.since IS NOT NULL THEN n.since END
      }] AS vias
//: reached
MATCH (a:City {id: $city})
WITH a, reduce(rounds = [[a]], round IN range(1, $steps) | rounds + [COLLECT {
    UNWIND last(rounds) AS c
    UNWIND /*{near}*/ AS p
    RETURN DISTINCT p
  }]) AS rounds
UNWIND range(1, $steps) AS step
UNWIND rounds[step] AS p
WITH a, p, min(step) AS steps
WHERE p <> a /*{filters}*/
//: through
AND (p = a OR p = b OR true /*{stops}*/)
//: without_country
AND NOT coalesce(p.country, '') IN $without_country
//: kind
AND t.kind IN $kind
//: status
AND t.status IN $status
//: source
AND $source IN t.sources
//: ring-source
AND $source IN m.sources AND $source IN n.sources
//: ring
AND r.id = $ring
//: rings-all
MATCH (r:Ring)
//: rings-of-town
MATCH (:City {id: $city})-[:MEMBER_OF]->(r:Ring)
WITH DISTINCT r
//: rings-kind
AND r.kind IN $kind
//: rings-ring
AND r.id = $ring
//: rings-source
AND $source IN r.sources
//: rings-status
AND m.status IN $status
//: rings-city
AND any(p IN towns WHERE p.id = $city)
//: rings-town
AND any(p IN towns WHERE true /*{town}*/)
