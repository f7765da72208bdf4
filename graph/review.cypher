//: open
MATCH (m:Mention)
WHERE NOT m.code IN $settled AND (m.geonames IS NULL OR any(flag IN m.flags WHERE flag IN $doubts)) /*{filters}*/
/*{town}*/
//: town
MATCH (c:City {key: m.city})
/*{text}*/
//: country
AND m.country_code = $country
//: flag
AND $flag IN m.flags
//: unresolved
AND m.geonames IS NULL
//: text
WHERE any(name IN c.names_folded WHERE name CONTAINS $text)
//: listing
/*{open}*/
WITH m, c, COUNT { (c)-[:TWINNED_WITH]-() } AS links
ORDER BY links DESC, m.name, m.key
SKIP $offset LIMIT $limit
CALL (m) {
  CALL (m) {
    MATCH (s:Statement {a: m.key}) WHERE s.in_force AND s.type = 'link' RETURN s.b AS other
    UNION
    MATCH (s:Statement {b: m.key}) WHERE s.in_force AND s.type = 'link' RETURN s.a AS other
  }
  MATCH (o:Mention {key: other})
  WITH o ORDER BY o.name, o.key
  RETURN collect({name: o.name, country: coalesce(o.country_code, o.country), city: o.city}) AS partners
}
OPTIONAL MATCH (s:Source {id: m.source})
RETURN m {.key, .name, .country, .country_code, .region, .lat, .lon, .kind, .score, .code, .reason, .flags, .geonames,
  .candidates} AS mention,
  c {.id, .name, .country, .region, .kind, .lat, .lon} AS town,
  {id: m.source, title: coalesce(s.title, m.source), url: s.url} AS source, links, partners
ORDER BY links DESC, mention.name, mention.key
//: total
/*{open}*/
RETURN count(*) AS total
//: counts
/*{open}*/
RETURN m.country_code AS country, m.flags AS flags, m.geonames IS NULL AS unresolved, count(*) AS count
//: by-key
MATCH (m:Mention {key: $key})
/*{written}*/
//: by-name
CALL db.index.fulltext.queryNodes('city_names', $query) YIELD node AS c
MATCH (m:Mention {city: c.key})
/*{written}*/
//: written
MATCH (s:Statement {subject: 'mention:' + m.key})
WHERE s.in_force
WITH m, s ORDER BY s.id
WITH m, head(collect(s.content)) AS content
MATCH (c:City {key: m.city})
RETURN m {.key, .source, .name, .country, .region, .lat, .lon, .country_code, .decided, .geonames, .code, .flags, .kind,
  .city} AS mention,
  content, c.id AS city_id, COUNT { (c)-[:TWINNED_WITH]-() } AS links
ORDER BY links DESC, mention.name, mention.key
//: decisions
MATCH (s:Statement {source: $source})
WHERE s.type = 'decision' AND s.in_force
RETURN s.content AS content ORDER BY s.id
//: name-decision
MATCH (l:Load {seq: $seq}) SET l.mention = $mention, l.city = $city, l.means = $means, l.count = $count
//: load
MATCH (l:Load {id: $id})
WHERE l.kind = 'review'
RETURN l.id AS load, l.state AS state, l.mention AS mention, l.city AS city, l.means AS means, l.count AS count
