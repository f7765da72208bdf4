// What is about which topic, in the words of its source: events, programmes, and links of two towns.
CALL () {
  MATCH (n:Topic)<-[a:ABOUT]-(x:Event) /*{scan}*/
  WHERE /*{topic}*/
  RETURN n, 'event' AS what, x.id AS thing, coalesce(x['title_' + $lang], x.title) AS name, x.kind AS kind,
    x.status AS status, x.begin AS begin, x.end AS end, x.inferred AS inferred, x.sources AS said_by,
    coalesce(a['said_' + $lang], a.said_und, a.said_de, a.said_en) AS said,
    COLLECT {
      MATCH (p:City)-[:TAKES_PART]->(x)
      WITH DISTINCT p ORDER BY p.name, p.id
      RETURN p {.id, .name, .country}
    } AS towns
  UNION ALL
  MATCH (n:Topic)<-[a:ABOUT]-(x:Programme) /*{scan}*/
  WHERE /*{topic}*/
  RETURN n, 'programme' AS what, x.id AS thing, coalesce(x['title_' + $lang], x.title, x.name) AS name, x.kind AS kind,
    x.status AS status, x.begin AS begin, x.end AS end, x.inferred AS inferred, x.sources AS said_by,
    coalesce(a['said_' + $lang], a.said_und, a.said_de, a.said_en) AS said,
    COLLECT {
      MATCH (p:City)-[:TAKES_PART]->(x)
      WITH DISTINCT p ORDER BY p.name, p.id
      RETURN p {.id, .name, .country}
    } AS towns
  UNION ALL
  MATCH (a:City)-[t:TWINNED_WITH]->(b:City)
  WHERE /*{link}*/
  UNWIND t.topics AS about
  MATCH (n:Topic {id: about})
  WHERE /*{topic}*/
  WITH *, CASE WHEN a.name > b.name OR a.name = b.name AND a.id > b.id THEN [b, a] ELSE [a, b] END AS pair,
    [one IN [one IN coalesce(t.topics_said, []) | split(one, '\u001f')] WHERE one[0] = about] AS quoted
  RETURN n, 'link' AS what, pair[0].id + '|' + pair[1].id AS thing, pair[0].name + ' – ' + pair[1].name AS name,
    t.kind AS kind, t.status AS status, t.since AS begin, t.until AS end,
    [one IN coalesce(t.inferred, []) | CASE one WHEN 'since' THEN 'begin' WHEN 'until' THEN 'end' ELSE one END] AS inferred,
    t.sources AS said_by,
    coalesce(head([one IN quoted WHERE one[1] = $lang | one[2]]), head([one IN quoted WHERE one[1] = 'und' | one[2]]),
      quoted[0][2]) AS said,
    [p IN pair | p {.id, .name, .country}] AS towns
}
WITH *, {id: n.id, name: coalesce(n['name_' + $lang], n.name)} AS topic
WHERE true /*{filters}*/
/*{named_sources}*/
RETURN topic, what, thing AS id, name, said, kind, status, begin, end, inferred, towns, sources
/*{order}*/
