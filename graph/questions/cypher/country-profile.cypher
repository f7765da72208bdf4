// What the towns of a country are linked to: all together first, then by the countries of their partners.
MATCH (p:City {country: $country})
WHERE true /*{town}*/
WITH p AS c
CALL (c) {
  CALL (c) {
    /*{neighbours}*/
  }
  WITH c, p, [one IN collect(link) WHERE one IS NOT NULL] AS links, [one IN collect(via) WHERE one IS NOT NULL] AS vias
  /*{bilateral}*/
  /*{weights}*/
  WITH * WHERE true /*{filters}*/
  RETURN p, bilateral, since, [ring IN vias | ring.id] AS rings, false AS ended
  UNION ALL
  MATCH (c)-[t:TWINNED_WITH]-(p:City)
  WITH c, p, collect(t) AS links
  // A list leaves out what is null, where none() would make nothing of it.
  WHERE size([t IN links WHERE /*{link}*/]) = 0 AND any(t IN links WHERE (/*{over}*/) /*{of_link}*/)
    AND NOT EXISTS {
      MATCH (c)-[m:MEMBER_OF]->(r:Ring)<-[n:MEMBER_OF]-(p)
      WHERE r.kind <> 'association' AND /*{member_m}*/ AND /*{member_n}*/
    }
  RETURN p, null AS bilateral, null AS since, [] AS rings, true AS ended
}
// A pair that is met from both of its ends counts once.
WITH *, CASE WHEN c.id < p.id OR NOT coalesce(p.country = $country /*{town}*/, false) THEN 1 ELSE 0 END AS once
UNWIND ['all', 'country'] AS part
WITH part, CASE part WHEN 'all' THEN $country ELSE p.country END AS country,
  count(DISTINCT CASE WHEN NOT ended THEN c END) AS towns, count(DISTINCT CASE WHEN NOT ended THEN p END) AS partners,
  sum(CASE WHEN NOT ended THEN once ELSE 0 END) AS pairs, sum(CASE WHEN bilateral THEN once ELSE 0 END) AS bilateral,
  sum(CASE WHEN NOT bilateral THEN once ELSE 0 END) AS via_ring, sum(CASE WHEN since IS NOT NULL THEN once ELSE 0 END) AS dated,
  sum(CASE WHEN ended THEN once ELSE 0 END) AS ended, collect(rings) AS lists
CALL (lists) {
  UNWIND lists AS list
  UNWIND list AS ring
  RETURN count(DISTINCT ring) AS rings
}
RETURN part, country, towns, partners, pairs, bilateral, via_ring, dated,
  CASE WHEN pairs > 0 THEN round(100.0 * dated / pairs, 1) END AS dated_percent, ended, rings
/*{order}*/
