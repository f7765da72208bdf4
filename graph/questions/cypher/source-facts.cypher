// All that one source says, statement by statement; the content is what was said, as JSON.
MATCH (x:Statement {source: $source})
WHERE x.in_force AND NOT x.type IN ['identity', 'source'] /*{filters}*/
CALL (x) {
  UNWIND [x.a, x.b] AS key
  MATCH (m:Mention {key: key})
  MATCH (c:City {key: m.city})
  RETURN collect({id: c.id, name: c.name, country: c.country, said: m.name}) AS towns
}
WITH x, towns
WHERE true /*{town}*/
RETURN x.id AS id, x.type AS type, x.subject AS subject, towns, x.content AS content
/*{order}*/
