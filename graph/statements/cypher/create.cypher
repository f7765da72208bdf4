UNWIND $rows AS row
CREATE (s:Statement)
SET s = row
