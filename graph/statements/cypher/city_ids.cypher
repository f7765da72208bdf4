UNWIND $keys AS key
MERGE (i:CityId {key: key})
ON CREATE SET i.id = key
RETURN collect([key, i.id]) AS rows
