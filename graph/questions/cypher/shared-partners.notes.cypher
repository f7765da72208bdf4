// Which of the asked towns are partners of each other.
UNWIND $city AS one
UNWIND $city AS other
WITH one, other WHERE one < other
MATCH (a:City {id: one})
MATCH (b:City {id: other})
WHERE EXISTS {
    MATCH (a)-[t:TWINNED_WITH]-(b)
    WHERE coalesce(t.status, '') <> 'ended' AND (t.until_year IS NULL OR t.until_year >= $this_year)
  } OR EXISTS {
    MATCH (a)-[m:MEMBER_OF]->(r:Ring)<-[n:MEMBER_OF]-(b)
    WHERE r.kind <> 'association'
      AND coalesce(m.status, '') <> 'ended' AND (m.until_year IS NULL OR m.until_year >= $this_year)
      AND coalesce(n.status, '') <> 'ended' AND (n.until_year IS NULL OR n.until_year >= $this_year)
  }
RETURN 'partners-themselves' AS key, {a: a.name, b: b.name} AS values
ORDER BY a.name, b.name
