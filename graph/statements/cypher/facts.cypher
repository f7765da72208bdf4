//: facts
MATCH (s:Statement) WHERE s.in_force RETURN s.id AS id, s.source AS source, s.content AS content ORDER BY s.id
//: statements
MATCH (s:Statement) RETURN s.id AS id, s.source AS source, s.content AS content, s.carried AS carried, coalesce(s.withdrawn, []) AS withdrawn ORDER BY s.id
//: loads
MATCH (l:Load) RETURN l {.*} AS load ORDER BY l.seq
//: ids
MATCH (i:CityId) RETURN i {.*} AS city_id ORDER BY i.key
//: reports
MATCH (r:Report) RETURN r {.*} AS report ORDER BY r.id
//: forgotten
MATCH (f:Forgotten) RETURN f {.*} AS forgotten ORDER BY f.id
//: restore-forgotten
UNWIND $rows AS row MERGE (f:Forgotten {id: row.id}) SET f = row
//: restore-statements
UNWIND $rows AS row MERGE (s:Statement {id: row.id}) SET s = row
//: restore-loads
UNWIND $rows AS row MERGE (l:Load {id: row.id}) SET l = row
//: restore-ids
UNWIND $rows AS row MERGE (i:CityId {key: row.key}) SET i = row
//: restore-reports
UNWIND $rows AS row MERGE (r:Report {id: row.id}) SET r = row
//: restore-begin
MATCH (n:CityNet) SET n.importing = true, n.schema = $schema
//: wipe
MATCH (n) WHERE NOT n:CityNet AND NOT n:Forgotten
WITH n LIMIT $count
DETACH DELETE n
RETURN count(*) AS gone
//: restore-end
MATCH (n:CityNet) SET n.seq = $seq, n.data_version = $version REMOVE n.importing
