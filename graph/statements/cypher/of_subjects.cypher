WITH COLLECT { MATCH (l:Load) WHERE l.state IN ['undoing', 'undone'] RETURN l.seq } AS undone
UNWIND $subjects AS subject
MATCH (s:Statement {subject: subject})
USING INDEX s:Statement(subject)
WHERE s.in_force AND NOT s.id IN $known
RETURN collect([subject, s.id, s.source, s.content, /*{since}*/]) AS rows
