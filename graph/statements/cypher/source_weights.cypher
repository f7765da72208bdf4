UNWIND $sources AS source
MATCH (s:Source {id: source})
RETURN s.id AS id, s.rank AS rank, coalesce(s.date, '') AS date
