UNWIND $rows AS row
CREATE (s:Statement)
SET s = row, s.carried = [$seq], s.withdrawn = [], s.in_force = NOT $seq IN $undone
