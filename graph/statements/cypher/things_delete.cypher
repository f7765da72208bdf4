//: Ring
UNWIND $ids AS id MATCH (n:Ring {id: id}) DETACH DELETE n
//: Event
UNWIND $ids AS id MATCH (n:Event {id: id}) DETACH DELETE n
//: Programme
UNWIND $ids AS id MATCH (n:Programme {id: id}) DETACH DELETE n
//: Organisation
UNWIND $ids AS id MATCH (n:Organisation {id: id}) DETACH DELETE n
//: Topic
UNWIND $ids AS id MATCH (n:Topic {id: id}) DETACH DELETE n
//: Source
UNWIND $ids AS id MATCH (n:Source {id: id}) DETACH DELETE n
//: Person
UNWIND $ids AS id MATCH (n:Person {id: id}) WHERE NOT EXISTS { (n)-[:TAKES_PART]->() } DETACH DELETE n
