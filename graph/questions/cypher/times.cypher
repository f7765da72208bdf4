//: links-all
MATCH (a:City)-[t:TWINNED_WITH]->(b:City)
WHERE true
//: links-city
MATCH (a:City {id: $city})-[t:TWINNED_WITH]-(b:City)
WHERE true
//: links-country
MATCH (a:City {country: $country})-[t:TWINNED_WITH]-(b:City)
WHERE (a.id < b.id OR coalesce(b.country, '') <> $country)
//: links-sides
MATCH (a:City)-[t:TWINNED_WITH]-(b:City)
WHERE true /*{side_a}*/ /*{other_b}*/
  // A pair that is met from both of its ends counts once.
  AND (a.id < b.id OR NOT coalesce(true /*{side_b}*/ /*{other_a}*/, false))
//: links-sides-country
MATCH (a:City {country: $country})-[t:TWINNED_WITH]-(b:City)
WHERE true /*{side_a}*/ /*{other_b}*/
  // A pair that is met from both of its ends counts once.
  AND (a.id < b.id OR NOT coalesce(b.country = $country /*{side_b}*/ /*{other_a}*/, false))
//: members-all
MATCH (a:City)-[t:MEMBER_OF]->(r:Ring)
WHERE true
//: members-city
MATCH (a:City {id: $city})-[t:MEMBER_OF]->(r:Ring)
WHERE true
//: members-country
MATCH (a:City {country: $country})-[t:MEMBER_OF]->(r:Ring)
WHERE true
//: members-ring
MATCH (a:City)-[t:MEMBER_OF]->(r:Ring {id: $ring})
WHERE true
//: rings-all
MATCH (r:Ring)
WHERE true
//: rings-ring
MATCH (r:Ring {id: $ring})
WHERE true
//: rings-city
MATCH (:City {id: $city})-[t:MEMBER_OF]->(r:Ring)
WHERE /*{standing}*/
//: ring-country
AND EXISTS { MATCH (:City {country: $country})-[:MEMBER_OF]->(r) }
//: ring-city
AND EXISTS { MATCH (:City {id: $city})-[t:MEMBER_OF]->(r) WHERE /*{standing}*/ }
//: a-id
AND a.id = $city
//: b-country
AND b.country = $country
//: a-country
AND a.country = $country
//: a-region
AND toLower($region) IN [toLower(coalesce(a.region, '')), toLower(coalesce(a.region_code, ''))]
//: b-region
AND toLower($region) IN [toLower(coalesce(b.region, '')), toLower(coalesce(b.region_code, ''))]
//: a-partner_country
AND a.country = $partner_country
//: b-partner_country
AND b.country = $partner_country
//: kind
AND t.kind IN $kind
//: source
AND $source IN t.sources
//: ring-source
AND $source IN r.sources
//: that
AND /*{standing}*/
//: over
(t.status = 'ended' OR t.until_year < $this_year)
//: union
UNION ALL
//: towns
CASE WHEN a.name < b.name OR a.name = b.name AND a.id <= b.id
    THEN [a {.id, .name, .country}, b {.id, .name, .country}]
    ELSE [b {.id, .name, .country}, a {.id, .name, .country}] END
//: own-tie
// What a flat list names and a shared ring explains is the ring's: see docs/data-model.md, bilateral or via a ring.
AND (t.stated = 'pair' OR NOT EXISTS {
  MATCH (a)-[m:MEMBER_OF]->(shared:Ring)<-[n:MEMBER_OF]-(b)
  WHERE shared.kind <> 'association' AND /*{member_m}*/ AND /*{member_n}*/
  WITH coalesce(CASE WHEN m.since > n.since THEN m.since WHEN m.since IS NOT NULL THEN n.since END, shared.founded, '9') AS both
  WHERE NOT coalesce(t.since < both AND NOT both STARTS WITH t.since, false)
  RETURN both
})
//: anniversary-links
/*{links}*/ AND t.since_year <= $to_year /*{limits}*/ /*{own_tie}*/
RETURN 'link' AS what, /*{towns}*/ AS towns, null AS ring, t.kind AS kind, CASE WHEN /*{over}*/ THEN 'ended' ELSE t.status END AS status, t.since AS since,
  t.since_year AS begun, t.until_year AS until_year, coalesce(t.inferred, []) AS inferred, t.sources AS said_by
//: anniversary-rings
/*{rings}*/ AND r.founded IS NOT NULL /*{ring_limits}*/
RETURN 'ring' AS what, COLLECT {
    MATCH (a:City)-[m:MEMBER_OF]->(r) WHERE /*{member_m}*/
    WITH a ORDER BY a.name, a.id RETURN a {.id, .name, .country}
  } AS towns, r {.id, .name} AS ring, r.kind AS kind, CASE WHEN /*{ring_over}*/ THEN 'ended' END AS status,
  r.founded AS since, toInteger(substring(r.founded, 0, 4)) AS begun, toInteger(substring(r.ended, 0, 4)) AS until_year,
  [name IN coalesce(r.inferred, []) WHERE name = 'founded' | 'since'] AS inferred, r.sources AS said_by
//: anniversary-memberships
/*{members}*/ AND t.since_year <= $to_year /*{limits}*/
  // Whoever joined in the year in which the ring was founded celebrates with the ring.
  AND NOT coalesce(substring(r.founded, 0, 4) = substring(t.since, 0, 4), false)
RETURN 'membership' AS what, [a {.id, .name, .country}] AS towns, r {.id, .name} AS ring, null AS kind,
  CASE WHEN /*{over}*/ THEN 'ended' ELSE t.status END AS status, t.since AS since, t.since_year AS begun, t.until_year AS until_year,
  coalesce(t.inferred, []) AS inferred, t.sources AS said_by
//: ring-over
coalesce(toInteger(substring(r.ended, 0, 4)) < $this_year, false)
//: ring-standing
AND NOT coalesce(toInteger(substring(r.ended, 0, 4)) < $this_year, false)
//: ring-ended
AND toInteger(substring(r.ended, 0, 4)) < $this_year
//: past
OR true
//: rounds
AND (years = 5 OR years % 10 = 0 OR years % 25 = 0)
//: undated-links
/*{links}*/ AND t.since IS NULL /*{limits}*/ /*{own_tie}*/
RETURN count(t) AS undated
//: undated-rings
/*{rings}*/ AND r.founded IS NULL /*{ring_limits}*/
RETURN count(r) AS undated
//: undated-memberships
/*{members}*/ AND t.since IS NULL /*{limits}*/
RETURN count(t) AS undated
//: ended-links
/*{links}*/ AND (t.status IN ['suspended', 'ended'] OR t.until_year < $this_year) /*{limits}*/
RETURN 'link' AS what, /*{towns}*/ AS towns, null AS ring, t.kind AS kind, t
//: ended-memberships
/*{members}*/ AND (t.status IN ['suspended', 'ended'] OR t.until_year < $this_year) /*{limits}*/
RETURN 'membership' AS what, [a {.id, .name, .country}] AS towns, r {.id, .name} AS ring, null AS kind, t
//: status
AND t.status IN $status
//: ended-status
AND status IN $status
//: ended-undated
AND (t.until_year IS NULL OR true /*{span}*/)
//: ended-dated
AND t.until_year IS NOT NULL /*{span}*/
//: ended-from
AND t.until_year >= $from_year
//: ended-to
AND t.until_year <= $to_year
//: history-links
/*{links}*/ /*{limits}*/
WITH a, b, min(t.since_year) AS since, max(t.until_year) AS until, min(CASE WHEN /*{over}*/ THEN 1 ELSE 0 END) = 1 AS over
RETURN 'link' AS what, since, CASE WHEN over THEN until END AS until, over, count(*) AS number
//: history-memberships
/*{members}*/ /*{limits}*/
RETURN 'membership' AS what, t.since_year AS since, CASE WHEN /*{over}*/ THEN t.until_year END AS until,
  coalesce(/*{over}*/, false) AS over, count(*) AS number
//: history-from
AND begin + span > $from_year
//: history-to
AND begin <= $to_year
//: history-dated
AND begin IS NOT NULL
//: history-undated
OR begin IS NULL
//: fresh-link-all
MATCH (:City)-[t:TWINNED_WITH]->(:City)
RETURN 'link' AS what, t AS thing, t.sources AS said_by
//: fresh-link-city
MATCH (:City {id: $city})-[t:TWINNED_WITH]-(:City)
RETURN 'link' AS what, t AS thing, t.sources AS said_by
//: fresh-link-country
MATCH (a:City {country: $country})-[t:TWINNED_WITH]-(b:City)
WHERE a.id < b.id OR coalesce(b.country, '') <> $country
RETURN 'link' AS what, t AS thing, t.sources AS said_by
//: fresh-membership-all
MATCH (:City)-[t:MEMBER_OF]->(:Ring)
RETURN 'membership' AS what, t AS thing, t.sources AS said_by
//: fresh-membership-city
MATCH (:City {id: $city})-[t:MEMBER_OF]->(:Ring)
RETURN 'membership' AS what, t AS thing, t.sources AS said_by
//: fresh-membership-country
MATCH (:City {country: $country})-[t:MEMBER_OF]->(:Ring)
RETURN 'membership' AS what, t AS thing, t.sources AS said_by
//: fresh-ring-all
MATCH (n:Ring)
RETURN 'ring' AS what, n AS thing, n.sources AS said_by
//: fresh-ring-city
MATCH (:City {id: $city})-[:MEMBER_OF]->(n:Ring)
RETURN 'ring' AS what, n AS thing, n.sources AS said_by
//: fresh-ring-country
MATCH (:City {country: $country})-[:MEMBER_OF]->(n:Ring)
WITH DISTINCT n
RETURN 'ring' AS what, n AS thing, n.sources AS said_by
//: fresh-event-all
MATCH (n:Event)
RETURN 'event' AS what, n AS thing, n.sources AS said_by
//: fresh-event-city
MATCH (:City {id: $city})-[:TAKES_PART]->(n:Event)
WITH DISTINCT n
RETURN 'event' AS what, n AS thing, n.sources AS said_by
//: fresh-event-country
MATCH (:City {country: $country})-[:TAKES_PART]->(n:Event)
WITH DISTINCT n
RETURN 'event' AS what, n AS thing, n.sources AS said_by
//: fresh-town-all
MATCH (n:City)
RETURN 'town' AS what, n AS thing, n.sources AS said_by
//: fresh-town-city
MATCH (n:City {id: $city})
RETURN 'town' AS what, n AS thing, n.sources AS said_by
//: fresh-town-country
MATCH (n:City {country: $country})
RETURN 'town' AS what, n AS thing, n.sources AS said_by
//: fresh-source
AND $source IN said_by
//: fresh-before
AND coalesce(confirmed, read) < $before
