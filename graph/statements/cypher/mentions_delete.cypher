UNWIND $keys AS key
MATCH (m:Mention {key: key})
WITH m, m.key AS gone, m.city AS old
DELETE m
RETURN gone AS key, old
