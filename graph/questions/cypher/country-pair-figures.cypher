// The pairs of towns by which two countries are linked, counted by kind, decade, region and town.
/*{pairs}*/
UNWIND [
  {part: 'kind', key: CASE WHEN bilateral THEN kind ELSE 'ring' END},
  {part: 'decade', key: left(since, 3) + '0'},
  {part: 'region', key: c.region},
  {part: 'town', key: c.name, id: c.id}
] + CASE
  WHEN $country <> $partner_country THEN [
    {part: 'partner_region', key: p.region}, {part: 'partner_town', key: p.name, id: p.id}
  ]
  ELSE [{part: 'town', key: p.name, id: p.id}]
    + CASE WHEN c.region = p.region OR c.region IS NULL AND p.region IS NULL THEN [] ELSE [{part: 'region', key: p.region}] END
END AS one
WITH one.part AS part, one.id AS id, one.key AS key, count(*) AS pairs, sum(CASE WHEN bilateral THEN 1 ELSE 0 END) AS bilateral,
  sum(CASE WHEN bilateral THEN 0 ELSE 1 END) AS via_ring, sum(CASE WHEN since IS NULL THEN 0 ELSE 1 END) AS dated
WHERE true /*{parts}*/
RETURN part, id, key, pairs, bilateral, via_ring, dated
/*{order}*/
