UNWIND $rows AS row
MERGE (i:CityId {key: row.key})
ON CREATE SET i.id = row.id, i.adopted = true
