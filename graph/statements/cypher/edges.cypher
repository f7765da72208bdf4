//: clear-event
UNWIND $ids AS id MATCH (:Event {id: id})-[r:OF_RING|OF_PROGRAMME|ABOUT|WITH_ORGANISATION|REPLACES|FOLLOWS|PART_OF]->() DELETE r
//: clear-programme
UNWIND $ids AS id MATCH (:Programme {id: id})-[r:OF_RING|ABOUT|WITH_ORGANISATION]->() DELETE r
//: event-ring
UNWIND $rows AS row MATCH (n:Event {id: row.id}) MATCH (t:Ring {id: row.to}) CREATE (n)-[:OF_RING]->(t)
//: event-programme
UNWIND $rows AS row MATCH (n:Event {id: row.id}) MATCH (t:Programme {id: row.to}) CREATE (n)-[:OF_PROGRAMME]->(t)
//: event-topic
UNWIND $rows AS row MATCH (n:Event {id: row.id}) MATCH (t:Topic {id: row.to}) CREATE (n)-[r:ABOUT]->(t) SET r = row.fields
//: event-organisation
UNWIND $rows AS row MATCH (n:Event {id: row.id}) MATCH (t:Organisation {id: row.to}) CREATE (n)-[r:WITH_ORGANISATION]->(t) SET r = row.fields
//: event-replaces
UNWIND $rows AS row MATCH (n:Event {id: row.id}) MATCH (t:Event {id: row.to}) CREATE (n)-[:REPLACES]->(t)
//: event-follows
UNWIND $rows AS row MATCH (n:Event {id: row.id}) MATCH (t:Event {id: row.to}) CREATE (n)-[:FOLLOWS]->(t)
//: event-part_of
UNWIND $rows AS row MATCH (n:Event {id: row.id}) MATCH (t:Event {id: row.to}) CREATE (n)-[:PART_OF]->(t)
//: programme-ring
UNWIND $rows AS row MATCH (n:Programme {id: row.id}) MATCH (t:Ring {id: row.to}) CREATE (n)-[:OF_RING]->(t)
//: programme-topic
UNWIND $rows AS row MATCH (n:Programme {id: row.id}) MATCH (t:Topic {id: row.to}) CREATE (n)-[r:ABOUT]->(t) SET r = row.fields
//: programme-organisation
UNWIND $rows AS row MATCH (n:Programme {id: row.id}) MATCH (t:Organisation {id: row.to}) CREATE (n)-[r:WITH_ORGANISATION]->(t) SET r = row.fields
//: clear-part-event
UNWIND $rows AS row MATCH (:City {key: row.city})-[r:TAKES_PART {role: row.role}]->(:Event {id: row.to}) DELETE r
//: clear-part-programme
UNWIND $rows AS row MATCH (:City {key: row.city})-[r:TAKES_PART {role: row.role}]->(:Programme {id: row.to}) DELETE r
//: part-event
UNWIND $rows AS row MATCH (c:City {key: row.city}) MATCH (t:Event {id: row.to}) CREATE (c)-[r:TAKES_PART]->(t) SET r = row.fields
//: part-programme
UNWIND $rows AS row MATCH (c:City {key: row.city}) MATCH (t:Programme {id: row.to}) CREATE (c)-[r:TAKES_PART]->(t) SET r = row.fields
//: clear-attend-event
UNWIND $rows AS row MATCH (:Person {id: row.person})-[r:TAKES_PART]->(:Event {id: row.to}) DELETE r
//: clear-attend-programme
UNWIND $rows AS row MATCH (:Person {id: row.person})-[r:TAKES_PART]->(:Programme {id: row.to}) DELETE r
//: attend-event
UNWIND $rows AS row MATCH (c:Person {id: row.person}) MATCH (t:Event {id: row.to}) CREATE (c)-[r:TAKES_PART]->(t) SET r = row.fields
//: attend-programme
UNWIND $rows AS row MATCH (c:Person {id: row.person}) MATCH (t:Programme {id: row.to}) CREATE (c)-[r:TAKES_PART]->(t) SET r = row.fields
//: clear-speaks
UNWIND $ids AS id MATCH (:Source {id: id})-[r:SPEAKS_FOR]->() DELETE r
//: speaks
UNWIND $rows AS row MATCH (n:Source {id: row.id}) MATCH (m:Mention {key: row.mention}) MATCH (c:City {key: m.city}) MERGE (n)-[:SPEAKS_FOR]->(c)
