WITH COLLECT { MATCH (l:Load) WHERE l.state IN ['undoing', 'undone'] RETURN l.seq } AS undone
MATCH (s:Statement)
WHERE s.subject STARTS WITH 'merge:' AND s.in_force
RETURN s.content AS content,
  /*{since}*/ AS since
ORDER BY since
