//: towns
UNWIND $ids AS id
MATCH (c:City {id: id})
WHERE c.lat IS NOT NULL
RETURN c.id AS id, c.name AS name, c.country AS country, c.lat AS lat, c.lon AS lon
//: rings
UNWIND $ids AS id
MATCH (r:Ring {id: id})
RETURN r.id AS id, r.name AS name, r.kind AS kind
//: members
MATCH (r:Ring {id: $ring})<-[m:MEMBER_OF]-(c:City)
WHERE /*{member_m}*/
RETURN c.id AS id
//: sources
UNWIND $ids AS id
MATCH (s:Source {id: id})
RETURN s.id AS id, s.title AS title, s.url AS url, s.licence AS licence
//: chosen
AND p.id IN $city
//: taking-part
MATCH (g:Programme {id: $programme})<-[:TAKES_PART]-(c:City)
RETURN DISTINCT c.id AS id
ORDER BY id
//: events
MATCH (e:Event)
WHERE $year IS NULL OR e.begin STARTS WITH toString($year)
WITH e, head(COLLECT {
  MATCH (c:City)-[part:TAKES_PART]->(e)
  WHERE c.lat IS NOT NULL
  RETURN c ORDER BY CASE part.role WHEN 'place' THEN 0 WHEN 'host' THEN 1 ELSE 2 END, c.name, c.id
}) AS c
WHERE c IS NOT NULL
RETURN c.id AS id, c.lat AS lat, c.lon AS lon, count(e) AS count
ORDER BY id
