UNWIND $rows AS row
MERGE (t:Tally {key: row.source + ' ' + row.type})
ON CREATE SET t.source = row.source, t.type = row.type, t.said = 0
SET t.said = t.said + row.said
WITH t WHERE t.said = 0
DELETE t
