// How many pairs of towns link each two countries, beside what chance would give countries with as many links.
MATCH (c:City)
CALL (c) {
  /*{neighbours}*/
}
WITH c, p, [one IN collect(link) WHERE one IS NOT NULL] AS links, [one IN collect(via) WHERE one IS NOT NULL] AS vias
WHERE c.id < p.id AND c.country IS NOT NULL AND p.country IS NOT NULL /*{large}*/
/*{bilateral}*/
/*{weights}*/
WITH * WHERE true /*{filters}*/
WITH CASE WHEN c.country < p.country THEN [c.country, p.country] ELSE [p.country, c.country] END AS lands, count(*) AS pairs,
  sum(CASE WHEN bilateral THEN 1 ELSE 0 END) AS bilateral, sum(CASE WHEN since IS NULL THEN 0 ELSE 1 END) AS dated
WITH collect({lands: lands, pairs: pairs, bilateral: bilateral, dated: dated}) AS cells, sum(pairs) AS total
CALL (cells) {
  UNWIND cells AS cell
  UNWIND cell.lands AS land
  WITH land, sum(cell.pairs) AS ends
  ORDER BY ends DESC, land
  RETURN collect({land: land, ends: ends}) AS ends
}
WITH cells, total, ends, [one IN ends | one.land][..$most] AS largest
UNWIND cells AS cell
WITH cell, total, largest, cell.lands[0] AS country, cell.lands[1] AS partner_country,
  reduce(all = 1.0, land IN cell.lands | all * head([one IN ends WHERE one.land = land | one.ends])) AS strength
WITH cell, country, partner_country, largest, strength / (total * CASE WHEN country = partner_country THEN 4 ELSE 2 END) AS expected
WHERE true /*{lands}*/
RETURN country, partner_country, cell.pairs AS pairs, cell.bilateral AS bilateral, cell.pairs - cell.bilateral AS via_ring,
  cell.dated AS dated, round(expected, 1) AS expected, round(cell.pairs / expected, 2) AS ratio
/*{order}*/
