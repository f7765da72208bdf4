UNWIND $keys AS key
MERGE (i:CityId {key: key})
ON CREATE SET i.id = key
RETURN key, i.id AS id
