//: unfinished
MATCH (l:Load {fingerprint: $fingerprint, state: 'running'})
WHERE NOT EXISTS { MATCH (o:Load {source: l.source}) WHERE o.seq > l.seq }
RETURN l.id AS id, l.seq AS seq ORDER BY l.seq DESC LIMIT 1
//: begin
MATCH (n:CityNet)
SET n.seq = n.seq + 1
CREATE (l:Load {seq: n.seq, id: 'L' + toString(n.seq)})
SET l += $fields, l.state = 'running', l.begun = toString(datetime({timezone: 'UTC'}))
RETURN l.id AS id, l.seq AS seq
//: sources
MATCH (l:Load {seq: $seq}) SET l.sources = $sources
//: before
MATCH (l:Load {seq: $seq})
SET l.before = coalesce(l.before, [COUNT { MATCH (:City) }, COUNT { MATCH ()-[:TWINNED_WITH]->() }])
RETURN l.before AS before
//: undone
RETURN COLLECT { MATCH (l:Load) WHERE l.state IN ['undoing', 'undone'] RETURN l.seq ORDER BY l.seq } AS undone
//: standing
MATCH (n:CityNet)
OPTIONAL MATCH (l:Load {seq: $seq})
RETURN l.state AS state, EXISTS { MATCH (o:Load) WHERE o.seq > $seq AND o.source = l.source AND l.kind = 'file' } AS later,
  COLLECT { MATCH (l:Load) WHERE l.state IN ['undoing', 'undone'] RETURN l.seq ORDER BY l.seq } AS undone,
  n.seq AS newest, coalesce(n.moves, 0) AS moves, COUNT { MATCH (:Forgotten) } AS forgotten
//: count-withdrawn
MATCH (l:Load {seq: $seq}) SET l.withdrawn = coalesce(l.withdrawn, 0) + $count
//: finish
MATCH (l:Load {seq: $seq})
SET l += $counts, l.withdrawn = coalesce(l.withdrawn, 0), l.state = 'done', l.ended = toString(datetime({timezone: 'UTC'}))
RETURN l.withdrawn AS withdrawn
//: state
MATCH (l:Load {id: $id}) SET l.state = $state
//: one
MATCH (l:Load {id: $id}) RETURN l {.*} AS load
//: all
MATCH (l:Load) RETURN l {.*} AS load ORDER BY l.seq DESC
//: others
MATCH (l:Load) WHERE l.state IN ['running', 'undoing'] AND l.seq <> $seq RETURN l.seq AS seq LIMIT 1
//: same-file
MATCH (l:Load {sha256: $sha256, state: 'done'}) RETURN l.id AS id ORDER BY l.seq DESC LIMIT 1
//: sample-files
MATCH (l:Load) WHERE l.sample RETURN l.file AS file, l.sha256 AS sha256, l.state AS state
//: add-version
MATCH (n:CityNet) SET n.data_version = $version
//: read-version
MATCH (n:CityNet) RETURN n.data_version AS version
//: read-moves
MATCH (n:CityNet) RETURN coalesce(n.moves, 0) AS moves
//: add-moves
MATCH (n:CityNet) SET n.moves = coalesce(n.moves, 0) + 1
//: empty
RETURN NOT EXISTS { MATCH (:Load) } AND NOT EXISTS { MATCH (:Statement) } AS empty
//: lineage
MATCH (l:Load {source: $source}) WHERE l.seq < $seq RETURN l.seq AS seq ORDER BY seq
//: counts
RETURN COUNT { MATCH (:City) } AS cities, COUNT { MATCH ()-[:TWINNED_WITH]->() } AS links
//: ids-of
UNWIND $keys AS key MATCH (i:CityId {key: key}) RETURN collect([key, i.id]) AS rows
//: cities-of
UNWIND $keys AS key MATCH (m:Mention {key: key}) RETURN collect([key, m.city]) AS rows
//: still-decided
UNWIND $ids AS id
MATCH (s:Statement {id: id})
WHERE s.in_force AND s.subject STARTS WITH 'mention:' AND s.content CONTAINS $person
RETURN collect(s.subject) AS subjects
