MATCH (n:CityNet) SET n.lock = 1
WITH n
CALL () { MATCH (t:Tally) DELETE t }
WITH n
MATCH (s:Statement) WHERE s.in_force
WITH s.source AS source, s.type AS type, count(*) AS said
CREATE (:Tally {key: source + ' ' + type, source: source, type: type, said: said})
