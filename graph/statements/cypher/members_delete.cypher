UNWIND $pairs AS pair
MATCH (c:City {key: pair[1]})-[m:MEMBER_OF]->(r:Ring {id: pair[0]})
DELETE m
