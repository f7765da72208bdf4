UNWIND $prefixes AS prefix
MATCH (s:Statement)
WHERE s.subject STARTS WITH prefix AND s.in_force
RETURN DISTINCT s.subject AS subject
