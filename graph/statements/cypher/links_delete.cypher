UNWIND $pairs AS pair
MATCH (a:City {key: pair[0]})-[t:TWINNED_WITH]->(b:City {key: pair[1]})
DELETE t
