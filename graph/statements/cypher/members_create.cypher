UNWIND $rows AS row
MATCH (c:City {key: row.city})
MATCH (r:Ring {id: row.ring})
CREATE (c)-[m:MEMBER_OF]->(r)
SET m = row.fields
