// The shortest chains between two towns. A step is a link, or a ring that both belong to.
MATCH (a:City {id: $from})
MATCH (b:City {id: $to})
// Rounds of neighbours go out from both ends, from the smaller round first, until they meet.
WITH a, b, reduce(s = {out: [[a]], back: [[b]]}, round IN range(1, $longest) | CASE
    WHEN any(c IN last(s.out) WHERE c IN last(s.back)) THEN s
    WHEN size(last(s.out)) <= size(last(s.back)) THEN {back: s.back, out: s.out + [COLLECT {
      UNWIND last(s.out) AS c
      UNWIND /*{near}*/ AS p
      RETURN DISTINCT p
    }]}
    ELSE {out: s.out, back: s.back + [COLLECT {
      UNWIND last(s.back) AS c
      UNWIND /*{near}*/ AS p
      RETURN DISTINCT p
    }]}
  END) AS s
WITH a, b, s.out AS out, s.back AS back, [c IN last(s.out) WHERE c IN last(s.back)] AS middle
WHERE size(middle) > 0
// Of each round the towns stay that lie on a shortest chain.
WITH a, b, reduce(rounds = [middle], i IN range(size(out) - 2, 0, -1) | [COLLECT {
    UNWIND rounds[0] AS c
    UNWIND /*{near}*/ AS p
    WITH DISTINCT p WHERE p IN out[i]
    RETURN p
  }] + rounds) + reduce(rounds = [middle], i IN range(size(back) - 2, 0, -1) | rounds + [COLLECT {
    UNWIND last(rounds) AS c
    UNWIND /*{near}*/ AS p
    WITH DISTINCT p WHERE p IN back[i]
    RETURN p
  }])[1..] AS rounds
// The chains grow town by town; each beginning has an end, so the first by name stay the first.
WITH a, b, reduce(chains = [[a]], round IN tail(rounds) | COLLECT {
    UNWIND chains AS chain
    WITH chain, last(chain) AS c
    UNWIND /*{near}*/ AS p
    WITH DISTINCT chain, p WHERE p IN round
    WITH chain + [p] AS longer
    ORDER BY [town IN longer | town.name], [town IN longer | town.id]
    LIMIT $most
    RETURN longer
  }) AS chains
UNWIND chains AS chain
CALL (chain) {
  UNWIND range(1, size(chain) - 1) AS i
  WITH i, chain[i - 1] AS c, chain[i] AS p
  WITH i, /*{step}*/
  /*{bilateral}*/
  WITH * ORDER BY i
  RETURN collect({
    bilateral: bilateral,
    kind: CASE WHEN bilateral THEN link.kind END,
    status: CASE WHEN bilateral THEN link.status END,
    since: CASE WHEN bilateral THEN link.since ELSE reduce(first = null, ring IN vias | CASE
      WHEN first IS NULL OR ring.since < first THEN ring.since ELSE first END) END,
    rings: [ring IN vias | ring {.id, .name}]
  }) AS steps
}
WITH size(chain) - 1 AS length, [town IN chain | town.id] AS towns, [town IN chain | town.name] AS names, steps,
  [chain[0] {.id, .name, .country, .lat, .lon}] + [i IN range(1, size(chain) - 1) | chain[i] {
    .id, .name, .country, .lat, .lon,
    bilateral: steps[i - 1].bilateral, since: steps[i - 1].since, rings: steps[i - 1].rings
  }] AS chain
RETURN length, towns, names, steps, chain
/*{order}*/
