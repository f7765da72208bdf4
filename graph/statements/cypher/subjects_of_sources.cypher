UNWIND $sources AS source
MATCH (s:Statement {source: source})
WHERE s.in_force AND NOT s.subject STARTS WITH 'source:'
RETURN DISTINCT s.subject AS subject
