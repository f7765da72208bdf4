UNWIND $sources AS source
WITH source WHERE EXISTS { MATCH (s:Statement {source: source}) WHERE any(seq IN s.carried WHERE seq <> $seq) }
RETURN source
