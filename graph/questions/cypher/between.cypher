//: what
AND what IN $what
//: links
WHERE /*{link}*/
//: members
WHERE /*{member_m}*/ AND /*{member_n}*/
//: events
AND (e.begin IS NULL OR e.begin STARTS WITH toString($year))
//: events-dated
AND e.begin STARTS WITH toString($year)
//: programmes
WHERE toInteger(left(coalesce(g.begin, toString($year)), 4)) <= $year
    AND toInteger(left(coalesce(g.end, toString($year)), 4)) >= $year
//: programmes-dated
WHERE toInteger(left(g.begin, 4)) <= $year AND toInteger(left(coalesce(g.end, toString($year)), 4)) >= $year
