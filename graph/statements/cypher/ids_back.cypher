UNWIND $keys AS key
MATCH (i:CityId {key: key})
REMOVE i.redirect
WITH i
MATCH (o:CityId {id: i.id})
WHERE o.key <> i.key AND o.adopted
SET o.id = o.key
RETURN o.key AS key
