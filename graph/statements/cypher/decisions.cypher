MATCH (s:Statement)
WHERE s.subject STARTS WITH 'decision:' AND s.in_force
RETURN s.content AS content, s.source = $own AS own,
  reduce(last = -1, seq IN s.carried | CASE WHEN seq > last THEN seq ELSE last END) AS newest
ORDER BY own, newest, s.id
