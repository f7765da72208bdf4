// Where sources say different things of one field: each value with the sources that say it, the one that shows first.
CALL () {
  MATCH (c:City /*{town}*/) WHERE c.contested IS NOT NULL
  RETURN 'city' AS type, c.id AS id, c.name AS name, [c {.id, .name}] AS towns, c.contested AS contested
  UNION ALL
  /*{links}*/ WHERE t.contested IS NOT NULL
  WITH t, CASE WHEN a.name < b.name OR a.name = b.name AND a.id < b.id
    THEN [a {.id, .name}, b {.id, .name}] ELSE [b {.id, .name}, a {.id, .name}] END AS towns
  RETURN 'link' AS type, towns[0].id + '|' + towns[1].id AS id, towns[0].name + ' – ' + towns[1].name AS name, towns,
    t.contested AS contested
  UNION ALL
  MATCH (c:City /*{town}*/)-[m:MEMBER_OF]->(r:Ring) WHERE m.contested IS NOT NULL
  RETURN 'membership' AS type, c.id + '|' + r.id AS id, c.name + ' – ' + r.name AS name, [c {.id, .name}] AS towns,
    m.contested AS contested
  /*{others}*/
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
