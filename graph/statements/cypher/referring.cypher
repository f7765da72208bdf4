MATCH (s:Statement)
WHERE s.subject STARTS WITH $prefix AND s.in_force AND any(field IN $fields WHERE s.content CONTAINS field)
RETURN s.subject AS subject, s.content AS content
