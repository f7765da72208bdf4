UNWIND $cities AS city
MATCH (s:Mention)
WHERE s.city = city OR s.decided = city
RETURN s.key AS key
