// Links of which no sign is recorded for a number of years, and those that a source calls dormant.
/*{links}*/ AND /*{standing}*/ /*{limits}*/ /*{own_tie}*/
CALL (a, b) {
  CALL (a, b) {
    MATCH (a)-[:TAKES_PART]->(e:Event)<-[:TAKES_PART]-(b)
    RETURN e
    UNION
    MATCH (a)-[m:MEMBER_OF]->(r:Ring)<-[n:MEMBER_OF]-(b), (e:Event)-[:OF_RING]->(r)
    WHERE r.kind <> 'association' AND coalesce(m.status, '') <> 'ended' AND coalesce(n.status, '') <> 'ended'
    RETURN e
  }
  WITH e, coalesce(e.end, e.begin) AS day
  WHERE NOT coalesce(e.status, '') IN ['proposed', 'replaced', 'cancelled']
  ORDER BY day, e.id
  RETURN collect({day: day, sign: CASE e.status WHEN 'announced' THEN 'announced' ELSE 'event' END,
    event: {id: e.id, name: coalesce(e['title_' + $lang], e.title)}}) AS events
}
CALL (t) {
  UNWIND t.sources AS id
  MATCH (s:Source {id: id})
  // A source that calls the link dormant or suspended is no sign of its life.
  WHERE NOT coalesce(t.status, '') IN ['dormant', 'suspended']
  RETURN max(s.date) AS confirmed
}
WITH a, b, t, size(events) AS events, reduce(last = {day: null}, one IN
  [one IN events WHERE one.day IS NOT NULL] + [{day: confirmed, sign: 'source'}, {day: t.since, sign: 'begin'}] |
  CASE WHEN one.day IS NULL OR last.day >= one.day THEN last ELSE one END) AS found
WITH *, found.day AS last, CASE t.status WHEN 'dormant' THEN 'said' ELSE 'unrecorded' END AS basis
WHERE basis = 'said' OR last IS NULL OR toInteger(substring(last, 0, 4)) < $this_year - $years
WITH *, /*{towns}*/ AS towns, t.sources AS said_by
WITH *, towns[0].id + '|' + towns[1].id AS id, towns[0].name + ' – ' + towns[1].name AS name, t.kind AS kind
/*{order}*/
LIMIT $most + 1
/*{named_sources}*/
RETURN 'link' AS what, id, name, towns, kind, t.status AS status, basis, t.since AS since, last,
  CASE WHEN last IS NOT NULL THEN found.sign END AS sign, found.event AS event, events, coalesce(t.inferred, []) AS inferred,
  sources
/*{order}*/
