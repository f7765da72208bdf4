MATCH (s:Statement)
WHERE s.subject STARTS WITH 'decision:' AND s.in_force
RETURN s.content AS content,
  reduce(last = -1, seq IN s.carried | CASE WHEN seq > last THEN seq ELSE last END) AS newest
ORDER BY newest, s.id
