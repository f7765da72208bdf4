// Where a new partnership would fit a town: towns that share its partners, that towns near it have as partners, or
// that lie near its partners, each with points for what speaks for it.
/*{ours}*/
WITH a, ours, [one IN ours | one.town] AS partners
// Where the links of the region lead: those of the town itself, and of all towns of its country around it. This comes
// first, for rows carry along what was found before them.
CALL (a) {
  CALL (a) {
    RETURN a AS n
    UNION
    MATCH (n:City) USING INDEX n:City(location)
    WHERE point.distance(n.location, a.location) <= $region_km * 1000 AND n.country = a.country
    WITH n ORDER BY point.distance(n.location, a.location), n.id LIMIT $region_most
    RETURN n
  }
  // By itself, so that it begins at each town and not at all links.
  CALL (n) {
    MATCH (n)-[t:TWINNED_WITH]-(o:City)
    WHERE /*{link}*/
    RETURN DISTINCT o
  }
  WITH o.country AS country, count(*) AS number
  RETURN collect({country: country, number: number}) AS led, sum(number) AS all_led
}
CALL (a) {
  OPTIONAL MATCH (a)-[:TAKES_PART]->(:Event|Programme)-[:ABOUT]->(x:Topic)
  RETURN collect(DISTINCT x) AS our_topics
}
CALL (a, ours, partners) {
  CALL (a, ours, partners) {
    /*{shared}*/
    RETURN b, count AS shared, adamic_adar AS weight, shared_towns AS towns, shared_rings AS rings, null AS near_us, null AS near_them
    UNION ALL
    MATCH (n:City) USING INDEX n:City(location)
    WHERE point.distance(n.location, a.location) <= $near_us_km * 1000 AND n <> a
    WITH n ORDER BY point.distance(n.location, a.location), n.id LIMIT $near_us_most
    MATCH (n)-[t:TWINNED_WITH]-(b:City)
    WHERE /*{link}*/
    RETURN DISTINCT b, 0 AS shared, 0.0 AS weight, [] AS towns, [] AS rings, n AS near_us, null AS near_them
    UNION ALL
    UNWIND partners AS s
    CALL (s) {
      WITH s.location AS place
      MATCH (b:City) USING INDEX b:City(location)
      WHERE point.distance(b.location, place) <= $near_them_km * 1000 AND b <> s
      WITH b, place ORDER BY point.distance(b.location, place), b.id LIMIT $near_them_most
      RETURN b
    }
    RETURN b, 0 AS shared, 0.0 AS weight, [] AS towns, [] AS rings, null AS near_us, s AS near_them
  }
  WITH b AS p, max(shared) AS shared, max(weight) AS weight, reduce(all = [], one IN collect(towns) | all + one) AS towns,
    reduce(all = [], one IN collect(rings) | all + one) AS rings, collect(near_us) AS near_us, collect(near_them) AS near_them
  WHERE p <> a AND NOT p IN partners /*{filters}*/
  RETURN collect({
      town: p, shared: shared, weight: weight, towns: towns, rings: rings, near_us: near_us, near_them: near_them
    }) AS found
}
UNWIND found AS one
WITH a, partners, one, one.town AS b, led, all_led, our_topics
WITH a, partners, one, b,
  CASE all_led WHEN 0 THEN 0.0 ELSE
    reduce(number = 0, way IN led | number + CASE way.country WHEN b.country THEN way.number ELSE 0 END) * 1.0 / all_led
  END AS region_share,
  b.country IS NOT NULL AND b.country <> a.country AND NOT b.country IN [town IN partners | coalesce(town.country, '')]
    AS new_country,
  point.distance(a.location, b.location) / 1000.0 AS km,
  CASE WHEN a.population > 0 AND b.population > 0 THEN abs(log10(a.population * 1.0 / b.population)) END AS size_gap,
  COUNT { MATCH (b)-[t:TWINNED_WITH]-(o:City) WHERE /*{link}*/ RETURN DISTINCT o }
    + COUNT { (b)-[m:MEMBER_OF]->(r:Ring) WHERE r.kind <> 'association' AND /*{member_m}*/ } AS ties,
  CASE our_topics WHEN [] THEN [] ELSE COLLECT {
    MATCH (b)-[:TAKES_PART]->(:Event|Programme)-[:ABOUT]->(x:Topic)
    WHERE x IN our_topics
    RETURN DISTINCT coalesce(x['name_' + $lang], x.name) AS topic ORDER BY topic
  } END AS topics
WITH a, one, b, region_share, new_country, km, ties, topics,
  $weights.shared * log(1 + one.weight) AS points_shared,
  $weights.near_us * log(1 + size(one.near_us)) AS points_near_us,
  $weights.near_them * log(1 + size(one.near_them)) AS points_near_them,
  $weights.region * log10(region_share + 0.003) AS points_region,
  $weights.country * CASE WHEN new_country THEN 1 ELSE 0 END AS points_country,
  $weights.distance * log10(1 + coalesce(km, 999)) AS points_distance,
  $weights.size * coalesce(size_gap, 0.9) AS points_size,
  $weights.ties * log(1 + ties) AS points_ties,
  $weights.topics * log(1 + size(topics)) AS points_topics
WITH *, points_shared + points_near_us + points_near_them + points_region + points_country + points_distance + points_size
  + points_ties + points_topics AS score
ORDER BY score DESC, b.name, b.id
LIMIT $best
WITH *, one.towns AS shared_towns, one.rings AS shared_rings
/*{reasons}*/
RETURN b.id AS id, b.name AS name, b.country AS country, b.lat AS lat, b.lon AS lon, round(score, 2) AS score,
  /*{former}*/ AS former, one.shared AS shared, size(one.near_us) AS near_us, size(one.near_them) AS near_them,
  round(region_share, 4) AS region_share, new_country, round(km, 1) AS distance_km, ties, topics,
  round(points_shared, 2) AS points_shared, round(points_near_us, 2) AS points_near_us,
  round(points_near_them, 2) AS points_near_them, round(points_region, 2) AS points_region,
  round(points_country, 2) AS points_country, round(points_distance, 2) AS points_distance,
  round(points_size, 2) AS points_size, round(points_ties, 2) AS points_ties, round(points_topics, 2) AS points_topics,
  [way IN [
      {reason: 'shared', count: one.shared, towns: COLLECT {
          UNWIND one.towns AS x WITH x.town AS x ORDER BY x.name, x.id LIMIT 3 RETURN x {.id, .name, .country}
        }, rings: COLLECT {
          UNWIND one.rings AS x WITH x.ring AS x ORDER BY x.name, x.id LIMIT 3 RETURN x {.id, .name}
        }},
      {reason: 'near_us', count: size(one.near_us), towns: COLLECT {
          UNWIND one.near_us AS x WITH x ORDER BY x.name, x.id LIMIT 3 RETURN x {.id, .name, .country}
        }, rings: []},
      {reason: 'near_them', count: size(one.near_them), towns: COLLECT {
          UNWIND one.near_them AS x WITH x ORDER BY x.name, x.id LIMIT 3 RETURN x {.id, .name, .country}
        }, rings: []},
      {reason: 'topics', count: size(topics), towns: [], rings: []},
      {reason: 'new_country', count: CASE WHEN new_country THEN 1 ELSE 0 END, towns: [], rings: []}
    ] WHERE way.count > 0] AS why,
  reasons, one.shared - size(reasons) AS more, b.population AS population
/*{order}*/
