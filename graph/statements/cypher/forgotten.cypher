//: all
MATCH (f:Forgotten) RETURN f.key AS key, f.hashes AS hashes, f.words AS words ORDER BY f.id
//: create
CREATE (f:Forgotten)
SET f = $fields, f.made = toString(datetime({timezone: 'UTC'}))
//: person
MATCH (p:Person {id: $id}) RETURN p.id AS id, p.name AS name
//: people
MATCH (p:Person) RETURN p {.id, .name, .office, .office_de, .office_en, .town} AS person ORDER BY p.name, p.id
//: wordy
MATCH (s:Statement)
WHERE NOT s.type IN $plain
  OR s.content CONTAINS '"note":' OR s.content CONTAINS '"evidence":' OR s.content CONTAINS '"topics":'
RETURN s {.id, .source, .type, .subject, .content, .carried, .in_force, .a, .b, withdrawn: coalesce(s.withdrawn, [])} AS statement
//: of-sources
MATCH (s:Statement)
WHERE s.source IN $sources AND s.type IN $plain
RETURN s {.id, .source, .type, .subject, .content, .carried, .in_force, .a, .b, withdrawn: coalesce(s.withdrawn, [])} AS statement
//: sources
MATCH (s:Statement {type: 'source'}) RETURN DISTINCT s.source AS id
//: delete
UNWIND $ids AS id MATCH (s:Statement {id: id}) DELETE s
//: join
UNWIND $rows AS row
MERGE (s:Statement {id: row.id})
ON CREATE SET s = row, s.in_force = false
ON MATCH SET s.carried = s.carried + [seq IN row.carried WHERE NOT seq IN s.carried],
  s.withdrawn = coalesce(s.withdrawn, []) + [seq IN row.withdrawn WHERE NOT seq IN coalesce(s.withdrawn, [])]
//: mentioned-only-here
UNWIND $keys AS key
MATCH (i:Statement {subject: 'mention:' + key})
WHERE NOT EXISTS { MATCH (s:Statement {a: key}) WHERE NOT s.id IN $gone } AND NOT EXISTS { MATCH (:Statement {b: key}) }
RETURN i {.id, .source, .type, .subject, .content, .carried, .in_force, .a, .b, withdrawn: coalesce(i.withdrawn, [])} AS statement
//: meant-only-here
UNWIND $keys AS key
MATCH (m:Mention {key: key})
WHERE NOT EXISTS { MATCH (o:Mention {decided: m.decided}) WHERE NOT o.key IN $keys }
MATCH (g:Statement {subject: 'city:' + m.decided, source: 'geonames'})
RETURN DISTINCT g {.id, .source, .type, .subject, .content, .carried, .in_force, .a, .b, withdrawn: coalesce(g.withdrawn, [])} AS statement
//: decisions
UNWIND $keys AS key
MATCH (i:Statement {subject: 'mention:' + key})
RETURN key, i.content AS content ORDER BY key, i.id
//: loads
MATCH (l:Load) RETURN l.id AS id, l.file AS file, l.source AS source, coalesce(l.sources, []) AS sources
//: rename-load
UNWIND $rows AS row MATCH (l:Load {id: row.id}) SET l.file = row.file, l.source = row.source, l.sources = row.sources
//: reports
MATCH (r:Report) RETURN r {.*} AS report
//: clean-report
UNWIND $rows AS row MATCH (r:Report {id: row.id}) SET r = row
