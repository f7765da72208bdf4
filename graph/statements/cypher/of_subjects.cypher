UNWIND $subjects AS subject
MATCH (s:Statement {subject: subject})
USING INDEX s:Statement(subject)
WHERE s.in_force AND NOT s.id IN $known
RETURN collect([subject, s.id, s.source, s.content,
  reduce(last = -1, seq IN s.carried | CASE WHEN seq > last THEN seq ELSE last END)]) AS rows
