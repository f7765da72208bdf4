UNWIND $rows AS row
MATCH (i:CityId {key: row.key})
SET i.redirect = row.to
