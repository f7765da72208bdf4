//: neighbours
MATCH (c)-[t:TWINNED_WITH]-(p:City)
  WHERE /*{link}*/
  RETURN p, t AS link, null AS via
  UNION ALL
  MATCH (c)-[m:MEMBER_OF]->(r:Ring)<-[n:MEMBER_OF]-(p:City)
  WHERE r.kind <> 'association' AND /*{member_m}*/ AND /*{member_n}*/
  RETURN p, null AS link, {
    id: r.id, name: r.name, sources: m.sources + n.sources,
    status: CASE WHEN 'ended' IN [m.status, n.status] THEN 'ended' END, founded: r.founded,
    since: CASE WHEN m.since > n.since THEN m.since WHEN n.since IS NOT NULL AND m.since IS NOT NULL THEN n.since END
  } AS via
//: bilateral
WITH *, reduce(last = null, link IN links | CASE
    WHEN last IS NULL OR coalesce(link.since, '') > coalesce(last.since, '')
      OR coalesce(link.since, '') = coalesce(last.since, '') AND coalesce(link.kind, '') > coalesce(last.kind, '')
    THEN link ELSE last END) AS link
WITH *, link IS NOT NULL AND (
    size(vias) = 0
    OR any(one IN links WHERE one.stated = 'pair')
    OR any(one IN links WHERE one.since IS NOT NULL AND all(both IN [ring IN vias | coalesce(ring.since, ring.founded, '9')]
      WHERE one.since < both AND NOT both STARTS WITH one.since))
  ) AS bilateral
//: weigh
/*{weights}*/
/*{named_sources}*/
//: weights
WITH *,
  CASE WHEN bilateral THEN link.kind END AS kind,
  CASE WHEN bilateral THEN link.status WHEN all(ring IN vias WHERE ring.status = 'ended') THEN 'ended' END AS status,
  CASE WHEN bilateral THEN link.since ELSE reduce(first = null, ring IN vias | CASE
    WHEN first IS NULL OR ring.since < first THEN ring.since ELSE first END) END AS since,
  CASE WHEN bilateral THEN link.until END AS until,
  CASE WHEN size(vias) < 2 THEN [ring IN vias | ring {.id, .name}] ELSE COLLECT {
    UNWIND vias AS ring WITH ring ORDER BY ring.name, ring.id RETURN ring {.id, .name}
  } END AS rings,
  reduce(all = [], one IN links | all + one.sources) + reduce(all = [], ring IN vias | all + ring.sources) AS said_by
//: named-sources
CALL (said_by) {
  UNWIND said_by AS speaker
  WITH DISTINCT speaker
  MATCH (s:Source {id: speaker})
  WITH s ORDER BY s.id
  RETURN collect(s {.id, .title, .url}) AS sources
}
//: town-events
CALL (c) {
  MATCH (c)-[part:TAKES_PART]->(e:Event)
  RETURN e, part.role AS role
  UNION
  MATCH (c)-[m:MEMBER_OF]->(:Ring)<-[:OF_RING]-(e:Event)
  WHERE /*{at_event}*/
    AND NOT EXISTS { (c)-[:TAKES_PART]->(e) }
  RETURN e, 'ring' AS role
  UNION
  MATCH (c)-[:TAKES_PART]->(:Event)<-[:PART_OF]-(e:Event)
  WHERE NOT EXISTS { (c)-[:TAKES_PART]->(e) }
  RETURN e, 'part' AS role
}
WITH e, collect(DISTINCT role) AS roles
WITH *, head([role IN ['host', 'participant', 'invited', 'place', 'supporter', 'beneficiary', 'part', 'ring']
  WHERE role IN roles]) AS role
//: at-event
coalesce(m.since_year, 0) <= coalesce(toInteger(left(coalesce(e.begin, e.end), 4)), date().year)
    AND coalesce(m.until_year, 9999) >= coalesce(toInteger(left(coalesce(e.begin, e.end), 4)), date().year)
    AND NOT (coalesce(m.status, '') = 'ended' AND m.until_year IS NULL)
//: link-now
coalesce(t.status, '') <> 'ended' AND (t.until_year IS NULL OR t.until_year >= $this_year)
//: link-ended
(t.status IN $status OR t.until_year < $this_year)
//: link-year
coalesce(t.since_year, $year) <= $year AND coalesce(t.until_year, $year) >= $year
//: link-year-dated
t.since_year <= $year AND coalesce(t.until_year, $year) >= $year
  AND NOT (coalesce(t.status, '') = 'ended' AND t.until_year IS NULL)
//: member_m-now
coalesce(m.status, '') <> 'ended' AND (m.until_year IS NULL OR m.until_year >= $this_year)
//: member_m-ended
(m.status IN $status OR m.until_year < $this_year)
//: member_m-year
coalesce(m.since_year, $year) <= $year AND coalesce(m.until_year, $year) >= $year
//: member_m-year-dated
m.since_year <= $year AND coalesce(m.until_year, $year) >= $year
  AND NOT (coalesce(m.status, '') = 'ended' AND m.until_year IS NULL)
//: member_either-ended
(m.status IN $status OR m.until_year < $this_year OR n.status IN $status OR n.until_year < $this_year)
//: member_n-now
coalesce(n.status, '') <> 'ended' AND (n.until_year IS NULL OR n.until_year >= $this_year)
//: member_n-ended
true
//: member_n-year
coalesce(n.since_year, $year) <= $year AND coalesce(n.until_year, $year) >= $year
//: member_n-year-dated
n.since_year <= $year AND coalesce(n.until_year, $year) >= $year
  AND NOT (coalesce(n.status, '') = 'ended' AND n.until_year IS NULL)
//: country
AND p.country = $country
//: region
AND toLower($region) IN [toLower(coalesce(p.region, '')), toLower(coalesce(p.region_code, ''))]
//: min_population
AND p.population >= $min_population
//: kind
AND kind IN $kind
//: status
AND status IN $status
//: ring
AND any(ring IN rings WHERE ring.id = $ring)
//: source
AND any(one IN sources WHERE one.id = $source)
//: said-by
AND $source IN said_by
//: event-kind
AND e.kind IN $kind
//: event-status
AND e.status IN $status
//: event-year
AND left(coalesce(e.begin, e.end), 4) <= toString($year) AND left(coalesce(e.end, e.begin), 4) >= toString($year)
//: event-year-undated
AND (coalesce(e.begin, e.end) IS NULL OR left(coalesce(e.begin, e.end), 4) <= toString($year)
  AND left(coalesce(e.end, e.begin), 4) >= toString($year))
//: event-source
AND $source IN e.sources
//: by-name
ORDER BY name, id
//: by-since
ORDER BY since IS NULL, since, name, id
//: by-since-desc
ORDER BY since IS NULL, since DESC, name, id
//: by-near
ORDER BY distance_km, name, id
//: by-distance
ORDER BY distance_km IS NULL, distance_km, name, id
//: by-country
ORDER BY country, name, id
//: by-population
ORDER BY population IS NULL, population DESC, name, id
//: by-count
ORDER BY count DESC, name, id
//: by-begin
ORDER BY begin IS NULL, begin, id
//: by-begin-desc
ORDER BY begin IS NULL, begin DESC, id
//: conflict-type
AND type IN $type
//: conflict-field
AND field IN $field
//: conflict-source
AND any(one IN values WHERE any(s IN one.sources WHERE s.id = $source))
//: by-thing
ORDER BY type, name, id, field
//: by-field
ORDER BY field, type, name, id
//: by-name-field
ORDER BY name, id, field
//: by-last
ORDER BY last IS NULL, last DESC, count DESC, name, id
//: by-held
ORDER BY held DESC, count DESC, name, id
//: by-events
ORDER BY size(events) DESC, name, id
//: by-overlap
ORDER BY count DESC, name, other.name, id, other.id
//: by-ring-names
ORDER BY name, other.name, id, other.id
//: by-topic
ORDER BY topic.name, what, name, id
//: by-topic-begin
ORDER BY begin IS NULL, begin, topic.name, what, name, id
//: by-topic-begin-desc
ORDER BY begin IS NULL, begin DESC, topic.name, what, name, id
//: by-chain
ORDER BY length, names, towns
//: by-steps
ORDER BY steps, name, id
//: by-count-country
ORDER BY count DESC, country
//: by-steps-country
ORDER BY steps, country
//: by-founded
ORDER BY founded IS NULL, founded, name, id
//: by-jaccard
ORDER BY jaccard DESC, count DESC, name, id
//: by-adamic-adar
ORDER BY adamic_adar DESC, count DESC, name, id
//: by-likeness
ORDER BY count DESC, adamic_adar DESC, name, id
//: by-what
ORDER BY place, since IS NULL, since, name, id, kind
//: by-since-what
ORDER BY since IS NULL, since, place, name, id, kind
//: by-name-what
ORDER BY name, place, since IS NULL, since, id, kind
//: by-on
ORDER BY `on`, name, what, id, kind
//: by-years
ORDER BY years DESC, `on`, name, what, id, kind
//: by-name-on
ORDER BY name, what, id, kind, `on`
//: by-until
ORDER BY until IS NULL, until, name, what, id, kind
//: by-until-desc
ORDER BY until IS NULL, until DESC, name, what, id, kind
//: by-name-until
ORDER BY name, what, id, kind, until
//: by-sign
ORDER BY basis DESC, last IS NULL, last, name, id, kind
//: by-sign-desc
ORDER BY last IS NULL, last DESC, name, id, kind
//: by-name-kind
ORDER BY name, id, kind
//: by-year
ORDER BY what, year IS NULL, year
//: by-year-desc
ORDER BY what, year IS NULL, year DESC
//: by-founded-count
ORDER BY what, year IS NULL, founded DESC, year
//: by-confirmed
ORDER BY coalesce(confirmed, read) IS NULL, coalesce(confirmed, read), what, name, id, kind
//: by-confirmed-desc
ORDER BY coalesce(confirmed, read) IS NULL, coalesce(confirmed, read) DESC, what, name, id, kind
//: by-name-confirmed
ORDER BY name, what, id, kind
//: by-score
ORDER BY score DESC, name, id
//: by-partners
ORDER BY partners DESC, name, id
//: by-part-pairs
ORDER BY part, CASE part WHEN 'decade' THEN key END, pairs DESC, key, id
//: by-part-key
ORDER BY part, key, id
//: by-land-pairs
ORDER BY part, pairs DESC, country
//: by-land-country
ORDER BY part, country
//: by-lands-pairs
ORDER BY pairs DESC, country, partner_country
//: by-lands-ratio
ORDER BY ratio DESC, country, partner_country
//: by-lands-country
ORDER BY country, partner_country
//: by-pair-name
ORDER BY name, id, partner.name, partner.id
//: by-ego-steps
ORDER BY steps, name, id, partner.name, partner.id
//: by-pair-since
ORDER BY since IS NULL, since, name, id, partner.id
//: by-pair-since-desc
ORDER BY since IS NULL, since DESC, name, id, partner.id
//: by-pair-distance
ORDER BY distance_km IS NULL, distance_km, name, id, partner.id
//: by-statements
ORDER BY statements DESC, title, id
//: by-title
ORDER BY title, id
//: by-date
ORDER BY date IS NULL, date, title, id
//: by-date-desc
ORDER BY date IS NULL, date DESC, title, id
//: by-type-subject
ORDER BY type, subject, id
//: by-subject
ORDER BY subject, type, id
//: by-coverage-links
ORDER BY links DESC, country, region
//: by-coverage-country
ORDER BY country, region
//: by-coverage-dated
ORDER BY dated_percent IS NULL, dated_percent DESC, links DESC, country, region
//: by-other-side
ORDER BY other, name, id, partner.name, partner.id, kind
//: by-name-partner
ORDER BY name, id, partner.name, partner.id, kind
//: by-since-partner
ORDER BY since IS NULL, since, name, id, partner.id, kind
//: by-ends
ORDER BY a, b
