//: Ring
UNWIND $rows AS row MERGE (n:Ring {id: row.id}) WITH n, row, n.projected IS NULL AS fresh SET n = row.fields WITH n, row, fresh WHERE fresh RETURN row.id AS id
//: Event
UNWIND $rows AS row MERGE (n:Event {id: row.id}) WITH n, row, n.projected IS NULL AS fresh SET n = row.fields WITH n, row, fresh WHERE fresh RETURN row.id AS id
//: Programme
UNWIND $rows AS row MERGE (n:Programme {id: row.id}) WITH n, row, n.projected IS NULL AS fresh SET n = row.fields WITH n, row, fresh WHERE fresh RETURN row.id AS id
//: Organisation
UNWIND $rows AS row MERGE (n:Organisation {id: row.id}) WITH n, row, n.projected IS NULL AS fresh SET n = row.fields WITH n, row, fresh WHERE fresh RETURN row.id AS id
//: Topic
UNWIND $rows AS row MERGE (n:Topic {id: row.id}) WITH n, row, n.projected IS NULL AS fresh SET n = row.fields WITH n, row, fresh WHERE fresh RETURN row.id AS id
//: Source
UNWIND $rows AS row MERGE (n:Source {id: row.id}) WITH n, row, n.rank AS rank, n.date AS date, n.projected IS NULL AS fresh SET n = row.fields WITH n, row, fresh, rank, date WHERE NOT fresh AND (coalesce(rank, 5) <> coalesce(n.rank, 5) OR coalesce(date, '') <> coalesce(n.date, '')) RETURN row.id AS id
//: Person
UNWIND $rows AS row MERGE (n:Person {id: row.id}) SET n += row.fields
