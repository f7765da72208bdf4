// The sources: how much each says of what, how old it is, when it was last read.
MATCH (s:Source)
WHERE true /*{filters}*/
CALL (s) {
  MATCH (t:Tally {source: s.id})
  RETURN collect(t {.type, .said}) AS counts
}
CALL (s) {
  MATCH (l:Load)
  WHERE l.state = 'done' AND s.id IN coalesce(l.sources, [l.source])
  RETURN max(l.ended) AS ended
}
WITH s, ended, counts, {
    statements: reduce(sum = 0, one IN counts | sum + CASE WHEN one.type IN ['identity', 'source'] THEN 0 ELSE one.said END),
    links: coalesce(head([one IN counts WHERE one.type = 'link' | one.said]), 0),
    memberships: coalesce(head([one IN counts WHERE one.type = 'membership' | one.said]), 0),
    events: coalesce(head([one IN counts WHERE one.type = 'event' | one.said]), 0),
    towns: coalesce(head([one IN counts WHERE one.type = 'identity' | one.said]), 0)
  } AS said
WHERE true /*{type}*/
RETURN s.id AS id, s.title AS title, s.publisher AS publisher, s.date AS date, s.url AS url, s.licence AS licence,
  s.language AS language, s.rank AS rank,
  head(COLLECT { MATCH (s)-[:SPEAKS_FOR]->(c:City) RETURN c {.id, .name, .country} }) AS speaks_for,
  said.statements AS statements, said.links AS links, said.memberships AS memberships, said.events AS events,
  said.towns AS towns, $this_year - toInteger(left(s.date, 4)) AS age_years, left(ended, 10) AS read_on
/*{order}*/
