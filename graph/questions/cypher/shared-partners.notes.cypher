// Which of the asked towns are partners of each other, as of when was asked.
UNWIND $city AS one
UNWIND $city AS other
WITH one, other WHERE one < other
MATCH (a:City {id: one})
MATCH (b:City {id: other})
WHERE EXISTS { MATCH (a)-[t:TWINNED_WITH]-(b) WHERE /*{link}*/ }
  OR EXISTS {
    MATCH (a)-[m:MEMBER_OF]->(r:Ring)<-[n:MEMBER_OF]-(b)
    WHERE r.kind <> 'association' AND /*{member_m}*/ AND /*{member_n}*/
  }
RETURN 'partners-themselves' AS key, {a: a.name, b: b.name} AS values
ORDER BY a.name, b.name
