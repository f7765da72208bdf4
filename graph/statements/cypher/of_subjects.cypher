UNWIND $subjects AS subject
MATCH (s:Statement {subject: subject})
WHERE s.in_force
RETURN subject, s.id AS id, s.source AS source, s.content AS content,
  reduce(last = -1, seq IN s.carried | CASE WHEN seq > last THEN seq ELSE last END) AS newest
