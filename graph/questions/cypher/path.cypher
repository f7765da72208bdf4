// The shortest chains between two towns. A step is a link, or a ring that both belong to.
MATCH (a:City {id: $from})
MATCH (b:City {id: $to})
// Rounds of neighbours go out from both ends, always from the smaller round, until they meet.
WITH a, b, reduce(s = {small: [[a]], large: [[b]], turned: false}, round IN range(1, $longest) | CASE
    WHEN any(c IN last(s.small) WHERE c IN last(s.large)) THEN s
    ELSE head([next IN [COLLECT {
      UNWIND last(s.small) AS c
      UNWIND /*{near}*/ AS p
      RETURN DISTINCT p
    }] | CASE
      WHEN size(next) <= size(last(s.large)) THEN {small: s.small + [next], large: s.large, turned: s.turned}
      ELSE {small: s.large, large: s.small + [next], turned: NOT s.turned}
    END])
  END) AS s
WITH a, b, CASE WHEN s.turned THEN s.large ELSE s.small END AS out, CASE WHEN s.turned THEN s.small ELSE s.large END AS back
WITH a, b, out, back, [c IN last(out) WHERE c IN last(back)] AS middle
WHERE size(middle) > 0
// Of the rounds from the first town those towns stay that lead to where they met.
WITH a, b, reduce(rounds = [middle], i IN range(size(out) - 2, 0, -1) | [COLLECT {
    UNWIND rounds[0] AS c
    UNWIND /*{near}*/ AS p
    WITH DISTINCT p WHERE p IN out[i]
    RETURN p
  }] + rounds) + [i IN range(size(back) - 2, 0, -1) | back[i]] AS rounds
// The chains grow town by town; each beginning has an end, so the first by name stay the first.
WITH a, b, reduce(chains = [[a]], round IN tail(rounds) | COLLECT {
    UNWIND chains AS chain
    WITH chain, last(chain) AS c
    UNWIND [p IN /*{near}*/ WHERE p IN round] AS p
    WITH DISTINCT chain, p
    WITH chain + [p] AS longer
    ORDER BY [town IN longer | town.name], [town IN longer | town.id]
    LIMIT $most
    RETURN longer
  }) AS chains
UNWIND chains AS chain
CALL (chain) {
  UNWIND range(1, size(chain) - 1) AS i
  WITH i, chain[i - 1] AS c, chain[i] AS p
  WITH i, p, /*{step}*/
  /*{bilateral}*/
  CALL (links, vias) {
    UNWIND reduce(all = [], one IN links | all + one.sources) + reduce(all = [], ring IN vias | all + ring.sources) AS id
    WITH DISTINCT id
    MATCH (s:Source {id: id})
    WITH s ORDER BY s.id
    RETURN collect(s {.id, .title, .url}) AS sources
  }
  WITH i, p, {
    bilateral: bilateral,
    kind: CASE WHEN bilateral THEN link.kind END,
    status: CASE WHEN bilateral THEN link.status END,
    since: CASE WHEN bilateral THEN link.since ELSE reduce(first = null, ring IN vias | CASE
      WHEN first IS NULL OR ring.since < first THEN ring.since ELSE first END) END,
    rings: [ring IN vias | ring {.id, .name}],
    sources: sources
  } AS step
  ORDER BY i
  RETURN collect(step) AS steps, collect(p {
    .id, .name, .country, .lat, .lon, bilateral: step.bilateral, since: step.since, rings: step.rings
  }) AS stops
}
WITH chain, chain[0] AS first, steps, stops
RETURN size(chain) - 1 AS length, [town IN chain | town.id] AS towns, [town IN chain | town.name] AS names, steps,
  [first {.id, .name, .country, .lat, .lon}] + stops AS chain
/*{order}*/
