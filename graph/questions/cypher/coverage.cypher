// What is known of the towns of a country or region: a link inside it counts once, one that leads out of it too.
MATCH (p:City)
WHERE true /*{filters}*/
WITH p, coalesce(p.country, '') AS country, /*{region}*/ AS region
CALL (p, country, region) {
  MATCH (p)-[t:TWINNED_WITH]-(o:City)
  WHERE /*{link}*/
  WITH t, CASE WHEN p.id > o.id AND coalesce(o.country, '') = country /*{inside}*/ THEN 0 ELSE 1 END AS once
  RETURN count(t) AS ties, sum(once) AS links, sum(CASE WHEN t.since IS NULL THEN 0 ELSE once END) AS dated,
    sum(CASE WHEN t.kind IS NULL THEN 0 ELSE once END) AS with_kind,
    sum(CASE WHEN size(t.sources) > 1 THEN once ELSE 0 END) AS confirmed
}
CALL (p) {
  MATCH (p)-[:TAKES_PART]->(e:Event)
  RETURN collect(e.id) AS events
}
CALL (p) {
  MATCH (p)-[m:MEMBER_OF]->(r:Ring)
  WHERE /*{member_m}*/
  RETURN collect(r.id) AS rings
}
WITH country, region, count(p) AS towns, sum(CASE WHEN ties > 0 THEN 1 ELSE 0 END) AS linked,
  sum(CASE WHEN p.geonames IS NULL THEN 1 ELSE 0 END) AS unresolved, sum(links) AS links, sum(dated) AS dated,
  sum(with_kind) AS with_kind, sum(confirmed) AS confirmed, collect(events) AS event_lists, collect(rings) AS ring_lists
CALL (event_lists) {
  UNWIND event_lists AS list
  UNWIND list AS one
  RETURN count(DISTINCT one) AS events
}
CALL (ring_lists) {
  UNWIND ring_lists AS list
  UNWIND list AS one
  RETURN count(DISTINCT one) AS rings
}
RETURN CASE WHEN country <> '' THEN country END AS country, region, towns, linked, unresolved, links, dated,
  CASE WHEN links > 0 THEN round(100.0 * dated / links, 1) END AS dated_percent,
  CASE WHEN links > 0 THEN round(100.0 * with_kind / links, 1) END AS kind_percent,
  CASE WHEN links > 0 THEN round(100.0 * confirmed / links, 1) END AS confirmed_percent, rings, events
/*{order}*/
