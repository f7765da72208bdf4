//: key
MATCH (c:City {id: $id}) RETURN c.key AS key, c.name AS name, c.country AS country, c.kind AS kind
//: last-merge
MATCH (l:Load)
WHERE l.kind = 'merge' AND l.state = 'done' AND l.keep = $key
RETURN l.id AS load, l.gone AS gone
ORDER BY l.seq DESC LIMIT 1
//: name-pair
MATCH (l:Load {seq: $seq}) SET l.keep = $keep, l.gone = $gone
//: mentions
MATCH (m:Mention {city: $key})
MATCH (s:Statement {subject: 'mention:' + m.key})
WHERE s.in_force
WITH m, s ORDER BY s.id
WITH m, head(collect(s)) AS s
RETURN m.key AS key, m.source AS source, m.name AS name, m.country AS country, m.region AS region,
  m.country_code AS country_code, m.kind AS kind, s.content AS content
ORDER BY m.name, m.source, m.key
