UNWIND $sources AS source
MATCH (s:Statement {source: source})
WHERE $seq IN s.carried OR $seq IN coalesce(s.withdrawn, [])
RETURN s.id AS id
