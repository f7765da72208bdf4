//: ties
CALL (c) {
  /*{neighbours}*/
}
WITH c, p, [one IN collect(link) WHERE one IS NOT NULL] AS links, [one IN collect(via) WHERE one IS NOT NULL] AS vias
/*{bilateral}*/
/*{weights}*/
WITH * WHERE true /*{chosen}*/
RETURN p, {
    bilateral: bilateral, kind: kind, status: status, since: since, rings: rings, said_by: said_by,
    reason: CASE WHEN bilateral THEN p.id ELSE reduce(first = null, ring IN rings | CASE
      WHEN first IS NULL OR 'ring:' + ring.id < first THEN 'ring:' + ring.id ELSE first END) END
  } AS tie
//: ours
MATCH (a:City {id: $city})
CALL (a) {
  WITH a AS c
  CALL (c) {
    /*{ties}*/
  }
  RETURN collect({town: p, tie: tie}) AS ours
}
//: shared
UNWIND ours AS our
WITH a, ours, our, our.town AS c
CALL (c) {
  /*{ties}*/
}
WITH a, ours, our, c AS s, collect({town: p, tie: tie}) AS theirs, count(DISTINCT tie.reason) AS ties
UNWIND theirs AS their
WITH a, ours, s, ties, our.tie AS our, their.town AS p, their.tie AS their
WHERE p <> a /*{between}*/ /*{filters}*/
WITH a, ours, p AS b, s, ties, our, their, CASE WHEN NOT (our.bilateral AND their.bilateral) THEN reduce(first = null,
    ring IN our.rings | CASE WHEN any(other IN their.rings WHERE other.id = ring.id) AND (first IS NULL OR ring.id < first)
    THEN ring.id ELSE first END) END AS ring
WITH a, ours, b, collect({town: s, ties: ties, ours: our, theirs: their, ring: ring}) AS shared
CALL (shared) {
  UNWIND shared AS one
  WITH one WHERE one.ring IS NOT NULL
  WITH one.ring AS id, count(*) AS partners
  MATCH (r:Ring {id: id})
  RETURN collect({ring: r, partners: partners, ties: COUNT { (r)<-[n:MEMBER_OF]-(:City) WHERE /*{member_n}*/ }}) AS shared_rings
}
WITH a, ours, b, shared, shared_rings, [one IN shared WHERE one.ring IS NULL] AS shared_towns
WITH *, size(shared_towns) + size(shared_rings) AS count,
  round(reduce(sum = 0.0, one IN shared_towns + shared_rings | sum + 1 / log(one.ties)), 4) AS adamic_adar
//: no-partner
AND NOT p IN [one IN ours | one.town]
//: former
(EXISTS { (a)-[t:TWINNED_WITH]-(b) WHERE t.status = 'ended' OR t.until_year < $this_year }
    OR EXISTS {
      MATCH (a)-[m:MEMBER_OF]->(r:Ring)<-[n:MEMBER_OF]-(b)
      WHERE r.kind <> 'association'
        AND (m.status = 'ended' OR n.status = 'ended' OR m.until_year < $this_year OR n.until_year < $this_year)
    })
//: former-year
(EXISTS { (a)-[t:TWINNED_WITH]-(b) WHERE t.until_year < $year }
    OR EXISTS {
      MATCH (a)-[m:MEMBER_OF]->(r:Ring)<-[n:MEMBER_OF]-(b)
      WHERE r.kind <> 'association' AND (m.until_year < $year OR n.until_year < $year)
    })
//: alone
CALL (a, b, ours, shared) {
  WITH a, b, ours, [one IN shared | one.town] AS common
  CALL (a, b, ours, common) {
    UNWIND ours AS one
    WITH one WHERE one.town <> b AND NOT one.town IN common
    RETURN count(DISTINCT one.tie.reason) AS ours_alone
  }
  CALL (a, b, common) {
    WITH a, common, b AS c
    CALL (c) {
      /*{ties}*/
    }
    WITH p, tie WHERE p <> a AND NOT p IN common
    RETURN count(DISTINCT tie.reason) AS theirs_alone
  }
  RETURN ours_alone, theirs_alone
}
//: reasons
CALL (a, b, shared_towns, shared_rings) {
  WITH a, b, [found IN shared_towns | {
      id: found.town.id, name: found.town.name, country: found.town.country, ring: false, partners: 1, ties: found.ties,
      ours: found.ours, theirs: found.theirs
    }] + [found IN shared_rings | {
      id: found.ring.id, name: found.ring.name, country: null, ring: true, partners: found.partners, ties: found.ties,
      ours: head([(a)-[m:MEMBER_OF]->(r:Ring {id: found.ring.id}) | {
        bilateral: false, kind: null, status: m.status, since: m.since, rings: [r {.id, .name}], said_by: m.sources}]),
      theirs: head([(b)-[m:MEMBER_OF]->(r:Ring {id: found.ring.id}) | {
        bilateral: false, kind: null, status: m.status, since: m.since, rings: [r {.id, .name}], said_by: m.sources}])
    }] AS named_reasons
  UNWIND named_reasons AS told
  WITH told ORDER BY told.ties, told.name, told.id
  LIMIT $most
  WITH told, told.ours AS our_side, told.theirs AS their_side, COLLECT {
      UNWIND told.ours.said_by + told.theirs.said_by AS id WITH DISTINCT id
      MATCH (s:Source {id: id})
      WITH s ORDER BY s.id
      RETURN s {.id, .title, .url}
    } AS named
  WITH told {.id, .name, .country, .ring, .partners, .ties,
      ours: our_side {.bilateral, .kind, .status, .since, .rings, sources: [s IN named WHERE s.id IN our_side.said_by]},
      theirs: their_side {.bilateral, .kind, .status, .since, .rings, sources: [s IN named WHERE s.id IN their_side.said_by]}
    } AS told
  RETURN collect(told) AS reasons
}
