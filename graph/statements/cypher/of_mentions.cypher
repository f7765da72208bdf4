UNWIND $keys AS key
CALL (key) {
  MATCH (s:Statement {a: key}) USING INDEX s:Statement(a) RETURN s
  UNION
  MATCH (s:Statement {b: key}) USING INDEX s:Statement(b) RETURN s
}
WITH DISTINCT s
OPTIONAL MATCH (a:Mention {key: s.a})
OPTIONAL MATCH (b:Mention {key: s.b})
RETURN s.id AS id, s.subject AS subject, s.source AS source, s.content AS content, s.a AS a, s.b AS b,
  a.city AS city_a, b.city AS city_b
