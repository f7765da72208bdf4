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
