UNWIND $rows AS row
MERGE (c:City {key: row.key})
SET c += row, c.location = CASE WHEN row.lat IS NULL THEN null ELSE point({latitude: row.lat, longitude: row.lon}) END
