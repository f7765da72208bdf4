// Lists that are there and empty, which Neo4j's import leaves out. One command a line.
MATCH (n:Mention) WHERE n.flags IS NULL CALL (n) { SET n.flags = [] } IN TRANSACTIONS OF 50000 ROWS;
MATCH (n:City) CALL (n) { SET n.flags = coalesce(n.flags, []), n.conflicts = coalesce(n.conflicts, []), n.names_folded = coalesce(n.names_folded, []) } IN TRANSACTIONS OF 50000 ROWS;
MATCH (n:Ring) CALL (n) { SET n.inferred = coalesce(n.inferred, []), n.conflicts = coalesce(n.conflicts, []), n.names_folded = coalesce(n.names_folded, []) } IN TRANSACTIONS OF 50000 ROWS;
MATCH (n:Source) CALL (n) { SET n.inferred = coalesce(n.inferred, []), n.conflicts = coalesce(n.conflicts, []), n.names_folded = coalesce(n.names_folded, []) } IN TRANSACTIONS OF 50000 ROWS;
