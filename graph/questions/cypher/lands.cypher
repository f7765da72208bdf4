//: pairs
MATCH (p:City {country: $country})
WHERE true /*{town}*/
WITH p AS c
CALL (c) {
  /*{neighbours}*/
}
WITH c, p, [one IN collect(link) WHERE one IS NOT NULL] AS links, [one IN collect(via) WHERE one IS NOT NULL] AS vias
// A pair that is met from both of its ends counts once.
WHERE p.country = $partner_country AND (c.id < p.id OR NOT coalesce(p.country = $country /*{town}*/, false))
/*{bilateral}*/
/*{weigh}*/
WITH * WHERE true /*{filters}*/
//: bilateral
AND bilateral = $bilateral
//: source
AND $source IN said_by
//: over-now
coalesce(t.status, '') = 'ended' OR t.until_year < $this_year
//: over-year
t.until_year < $year
//: over-ring
false
//: large
AND c.population >= $min_population AND p.population >= $min_population
//: of-country
AND $country IN [country, partner_country]
//: top
AND country IN largest AND partner_country IN largest
//: part
AND part IN $part
//: there
AND p.country = $partner_country
//: here
AND c.country = $partner_country
//: all-pairs
MATCH (p:City)
WHERE true /*{town}*/
WITH p AS c
CALL (c) {
  /*{neighbours}*/
}
WITH c, p, [one IN collect(link) WHERE one IS NOT NULL] AS links, [one IN collect(via) WHERE one IS NOT NULL] AS vias
// A pair that is met from both of its ends counts once.
WHERE (c.id < p.id OR NOT coalesce(true /*{town}*/ /*{here}*/, false)) /*{there}*/
/*{bilateral}*/
/*{weighed}*/
WITH * WHERE true /*{filters}*/
//: topic
AND any(one IN links WHERE $topic IN one.topics)
//: listed
AND size(links) > 0
//: either
AND (c.country = $country OR p.country = $country)
