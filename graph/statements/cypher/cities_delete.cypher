UNWIND $keys AS key
MATCH (c:City {key: key})
DETACH DELETE c
