// Where sources say different things of one field: each value with the sources that say it, the one that shows first.
CALL () {
  MATCH (c:City) WHERE c.contested IS NOT NULL
  RETURN 'city' AS type, c.id AS id, c.name AS name, [c {.id, .name}] AS towns, c.contested AS contested
  UNION ALL
  MATCH (a:City)-[t:TWINNED_WITH]->(b:City) WHERE t.contested IS NOT NULL
  WITH t, CASE WHEN a.name <= b.name THEN [a {.id, .name}, b {.id, .name}] ELSE [b {.id, .name}, a {.id, .name}] END AS towns
  RETURN 'link' AS type, towns[0].id + '|' + towns[1].id AS id, towns[0].name + ' – ' + towns[1].name AS name, towns,
    t.contested AS contested
  UNION ALL
  MATCH (c:City)-[m:MEMBER_OF]->(r:Ring) WHERE m.contested IS NOT NULL
  RETURN 'membership' AS type, c.id + '|' + r.id AS id, c.name + ' – ' + r.name AS name, [c {.id, .name}] AS towns,
    m.contested AS contested
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
}
WITH * WHERE true /*{things}*/
UNWIND range(0, size(contested) - 1) AS place
WITH *, split(contested[place], '\u001f') AS parts
WITH type, id, name, towns, parts[0] AS field, place,
  substring(contested[place], size(parts[0]) + size(parts[1]) + 2) AS value, parts[1] AS source
WITH type, id, name, towns, field, value, min(place) AS place, collect(source) AS said_by
CALL (said_by) {
  UNWIND said_by AS one
  MATCH (s:Source {id: one})
  WITH s ORDER BY s.id
  RETURN collect(s {.id, .title, .url}) AS sources
}
WITH * ORDER BY place
WITH type, id, name, towns, field, collect({value: value, sources: sources}) AS values
WHERE true /*{filters}*/
RETURN type, id, name, towns, field, values,
  [one IN values | one.value + ' (' + reduce(titles = '', s IN one.sources |
    titles + CASE titles WHEN '' THEN '' ELSE ', ' END + s.title) + ')'] AS said
/*{order}*/
