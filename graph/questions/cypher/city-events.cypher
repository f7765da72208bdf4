// Events that a town hosts, takes part in or is the place of, what is part of these, and those of its rings.
MATCH (c:City {id: $city})
/*{town_events}*/
WHERE true /*{filters}*/
CALL (e) {
  UNWIND e.sources AS id
  MATCH (s:Source {id: id})
  WITH s ORDER BY s.id
  RETURN collect(s {.id, .title, .url}) AS sources
}
RETURN e.id AS id, coalesce(e['title_' + $lang], e.title) AS title, e.kind AS kind, e.status AS status,
  e.begin AS begin, e.end AS end, coalesce(e.place, head(COLLECT {
    MATCH (t:City)-[r:TAKES_PART]->(e) WHERE r.role IN ['place', 'host'] RETURN t.name ORDER BY r.role DESC, t.name
  })) AS place,
  role, roles, e.mode AS mode, e.people AS people, e.people_about AS people_about, e.inferred AS inferred, sources
/*{order}*/
