UNWIND $sources AS source
WITH source WHERE EXISTS { MATCH (s:Statement {source: source}) WHERE NOT $seq IN s.carried }
RETURN source
