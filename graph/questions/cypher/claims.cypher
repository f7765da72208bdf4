//: town
{id: $city}
//: links-all
MATCH (a:City)-[t:TWINNED_WITH]->(b:City)
//: links-of-town
MATCH (a:City {id: $city})-[t:TWINNED_WITH]-(b:City)
//: others
UNION ALL
MATCH (n:Ring) WHERE n.contested IS NOT NULL
RETURN 'ring' AS type, n.id AS id, n.name AS name, [] AS towns, n.contested AS contested
UNION ALL
MATCH (n:Event) WHERE n.contested IS NOT NULL
RETURN 'event' AS type, n.id AS id, coalesce(n['title_' + $lang], n.title) AS name, [] AS towns,
  n.contested AS contested
UNION ALL
MATCH (n:Programme) WHERE n.contested IS NOT NULL
RETURN 'programme' AS type, n.id AS id, coalesce(n['title_' + $lang], n.name) AS name, [] AS towns,
  n.contested AS contested
UNION ALL
MATCH (n:Organisation) WHERE n.contested IS NOT NULL
RETURN 'organisation' AS type, n.id AS id, n.name AS name, [] AS towns, n.contested AS contested
UNION ALL
MATCH (n:Topic) WHERE n.contested IS NOT NULL
RETURN 'topic' AS type, n.id AS id, coalesce(n['name_' + $lang], n.name) AS name, [] AS towns,
  n.contested AS contested
