WITH COLLECT { MATCH (l:Load) WHERE l.state IN ['undoing', 'undone'] RETURN l.seq } AS undone
MATCH (s:Statement)
WHERE s.subject STARTS WITH 'decision:' AND s.in_force
RETURN s.content AS content, s.source = $own AS own,
  /*{since}*/ AS since
ORDER BY own, since, s.id
