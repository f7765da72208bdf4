// Everything that lies between two towns, a fact a row.
MATCH (a:City {id: $city[0]})
MATCH (b:City {id: $city[1]})
CALL (a) {
  WITH a AS c
  CALL (c) {
    /*{ties}*/
  }
  RETURN collect({town: p, tie: tie}) AS ours
}
CALL (b) {
  WITH b AS c
  CALL (c) {
    /*{ties}*/
  }
  RETURN collect({town: p, tie: tie}) AS theirs
}
CALL (a, b, ours, theirs) {
  WITH a, b, point.distance(a.location, b.location) AS metres
  WHERE metres IS NOT NULL
  RETURN {what: 'distance', distance_km: round(metres / 1000.0, 1)} AS fact, 1 AS place, [] AS said_by
  UNION ALL
  MATCH (a)-[t:TWINNED_WITH]-(b)
  /*{links}*/
  RETURN {
      what: 'link', kind: t.kind, status: t.status, since: t.since, until: t.until, stated: t.stated,
      bilateral: CASE WHEN /*{link}*/ THEN head([one IN ours WHERE one.town = b | one.tie.bilateral]) END
    } AS fact, 2 AS place, t.sources AS said_by
  UNION ALL
  MATCH (a)-[m:MEMBER_OF]->(r:Ring)<-[n:MEMBER_OF]-(b)
  /*{members}*/
  RETURN {
      what: 'ring', id: r.id, name: r.name, kind: r.kind,
      status: CASE WHEN NOT (/*{member_m}*/ AND /*{member_n}*/) THEN 'ended' END,
      since: CASE WHEN m.since > n.since THEN m.since WHEN m.since IS NOT NULL AND n.since IS NOT NULL THEN n.since END,
      until: CASE WHEN m.until < n.until THEN m.until ELSE coalesce(n.until, m.until) END,
      by: [a {.id, .name, .country, since: m.since, until: m.until, status: m.status, role: m.role},
        b {.id, .name, .country, since: n.since, until: n.until, status: n.status, role: n.role}]
    } AS fact, 3 AS place, m.sources + n.sources AS said_by
  UNION ALL
  CALL (a) {
    WITH a AS c
    /*{town_events}*/
    RETURN e AS event, role AS our
  }
  CALL (b) {
    WITH b AS c
    /*{town_events}*/
    RETURN e, role AS their
  }
  WITH a, b, e, event, our, their
  WHERE e = event /*{events}*/
  RETURN {
      what: 'event', id: e.id, name: coalesce(e['title_' + $lang], e.title), kind: e.kind, status: e.status,
      since: e.begin, until: e.end, by: [a {.id, .name, .country, role: our}, b {.id, .name, .country, role: their}]
    } AS fact, 4 AS place, e.sources AS said_by
  UNION ALL
  MATCH (a)-[our:TAKES_PART]->(g:Programme)<-[their:TAKES_PART]-(b)
  /*{programmes}*/
  RETURN {
      what: 'programme', id: g.id, name: coalesce(g['title_' + $lang], g.title, g.name), kind: g.kind, status: g.status,
      since: g.begin, until: g.end,
      by: [a {.id, .name, .country, role: our.role}, b {.id, .name, .country, role: their.role}]
    } AS fact, 5 AS place, g.sources AS said_by
  UNION ALL
  UNWIND ours AS one
  UNWIND theirs AS other
  WITH a, b, one.town AS p, one.tie AS our, other.tie AS their, other.town AS q
  WHERE p = q
  RETURN {
      what: 'shared-partner', id: p.id, name: p.name, country: p.country, lat: p.lat, lon: p.lon,
      by: [
        a {.id, .name, .country, bilateral: our.bilateral, kind: our.kind, status: our.status, since: our.since,
          rings: our.rings},
        b {.id, .name, .country, bilateral: their.bilateral, kind: their.kind, status: their.status, since: their.since,
          rings: their.rings}]
    } AS fact, 6 AS place, our.said_by + their.said_by AS said_by
}
/*{named_sources}*/
WITH *, fact.what AS what, fact.id AS id, fact.name AS name, fact.kind AS kind, fact.since AS since
WHERE true /*{filters}*/
RETURN what, id, name, fact.country AS country, fact.lat AS lat, fact.lon AS lon, kind, fact.status AS status, since,
  fact.until AS until, fact.bilateral AS bilateral, fact.stated AS stated, fact.distance_km AS distance_km,
  [one IN coalesce(fact.by, []) | {
    id: one.id, name: one.name, country: one.country, bilateral: one.bilateral, kind: one.kind, status: one.status,
    since: one.since, until: one.until, role: one.role, rings: coalesce(one.rings, [])
  }] AS by, sources
/*{order}*/
