//: country
CALL () {
  MATCH (p:City {country: $code})
  WITH p, COUNT { (p)-[t:TWINNED_WITH]-() WHERE /*{link}*/ } AS links
  WHERE links > 0
  WITH p, links ORDER BY links DESC, p.name, p.id
  RETURN collect(p {.id, .name, .country, .region, .population, links: links})[..$most] AS towns, count(p) AS linked
}
CALL () {
  MATCH (p:City {country: $code})-[m:MEMBER_OF]->(r:Ring)
  WHERE /*{member_m}*/
  WITH r, count(DISTINCT p) AS here
  ORDER BY here DESC, r.name, r.id
  RETURN collect(r {.id, .name, .kind, .founded, here: here}) AS rings
}
CALL () {
  MATCH (p:City {country: $code})-[:TAKES_PART]->(e:Event)
  WITH DISTINCT e
  ORDER BY e.begin IS NULL, e.begin DESC, e.id
  RETURN collect(e {.id, .title, .title_de, .title_en, .kind, .status, .begin, .end, .place, .inferred, role: null}) AS events
}
RETURN COUNT { MATCH (:City {country: $code}) } AS recorded, linked, towns, rings, events
